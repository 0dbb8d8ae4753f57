package io.github.sailpat.reactive.internal.http.netty;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;

/** The tenant has ended an HTTP/2 stream before its response was complete. */
public final class StreamResetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean unprocessed;

    private StreamResetException(String message, boolean unprocessed) {
        super(message);
        this.unprocessed = unprocessed;
    }

    /** By a frame RST_STREAM with an error code. */
    static StreamResetException reset(long errorCode) {
        boolean refused = errorCode == Http2Error.REFUSED_STREAM.code();
        return new StreamResetException(
                (refused ? "the tenant has refused the stream" : "the tenant has reset the stream") + " ("
                        + name(errorCode) + ")",
                refused);
    }

    /** By a frame GOAWAY whose last stream is an earlier one. */
    static StreamResetException goAway(long errorCode) {
        return new StreamResetException(
                "the tenant has shut down the connection before it came to the request (GOAWAY, " + name(errorCode)
                        + ")",
                true);
    }

    /** It is created at one place, for each reset; Reactor Netty logs it. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }

    private static String name(long errorCode) {
        Http2Error error = Http2Error.valueOf(errorCode);
        return error == null ? "error code " + errorCode : error.name();
    }

    /**
     * Whether the tenant has said by this that it did not process the request (RFC 9113 section 8.7).
     *
     * @return {@code true} if the request may be repeated, whatever it is
     */
    public boolean isUnprocessed() {
        return unprocessed;
    }

    /**
     * What has happened, for people.
     *
     * @return a phrase
     */
    public String describe() {
        return String.valueOf(getMessage());
    }
}
