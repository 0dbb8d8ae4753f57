package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.internal.WireException;
import io.github.sailpat.reactive.internal.call.CallTrace;
import java.io.IOException;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * A body that is one object.
 *
 * @param <T> the object
 */
public final class ObjectBody<T> implements BodyDecoder<T> {
    /** No object of the API comes near this. */
    static final int MAX_BYTES = 1 << 20;

    /**
     * Reads an object.
     *
     * @param <T> the object
     */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads an object.
         *
         * @param bytes UTF-8
         * @return the object
         * @throws IOException if it cannot be read
         */
        T parse(byte[] bytes) throws IOException;
    }

    private final Parser<T> parser;
    private final boolean salvage;

    private ObjectBody(Parser<T> parser, boolean salvage) {
        this.parser = parser;
        this.salvage = salvage;
    }

    /**
     * A body that must be complete.
     *
     * @param parser reads it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBody<T> complete(Parser<T> parser) {
        return new ObjectBody<>(parser, false);
    }

    /**
     * A body of which any part counts that the parser can read, because it cannot be had again: when the connection
     * breaks or the time is over, what arrived is tried; on cancel too, when only the parser itself gets to know.
     *
     * @param parser reads it, or a part of it
     * @return a decoder
     * @param <T> the object
     */
    public static <T> ObjectBody<T> salvaging(Parser<T> parser) {
        return new ObjectBody<>(parser, true);
    }

    @Override
    public Flux<T> decode(int status, ByteBufFlux body, CallTrace trace) {
        BodyBuffer buffer = new BodyBuffer(MAX_BYTES);
        Mono<T> object = Mono.fromCallable(() -> parser.parse(buffer.toByteArray()))
                .onErrorMap(IOException.class, e -> malformed(WireException.of(e), status, trace));
        if (salvage) {
            trace.offerSalvage(object);
        }
        return body.asByteArray()
                .doOnCancel(() -> lastLook(buffer))
                .doOnNext(piece -> {
                    if (!buffer.add(piece)) {
                        throw new MalformedResponseException(
                                trace.summary(),
                                status,
                                -1,
                                String.format(Locale.ROOT, "it is longer than %,d bytes", MAX_BYTES),
                                null);
                    }
                })
                .then(object)
                .onErrorResume(e -> salvage, e -> object.onErrorMap(malformed -> e))
                .flux();
    }

    private void lastLook(BodyBuffer buffer) {
        if (salvage) {
            try {
                parser.parse(buffer.toByteArray());
            } catch (IOException nothing) {
                // Nobody waits for it any more.
            }
        }
    }

    private static MalformedResponseException malformed(WireException e, int status, CallTrace trace) {
        return new MalformedResponseException(trace.summary(), status, -1, String.valueOf(e.getMessage()), e);
    }
}
