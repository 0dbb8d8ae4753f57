package io.github.sailpat.reactive.internal.http.netty;

import java.net.UnknownHostException;

/** A name was not resolved in time. */
public final class NameServerTimeoutException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NameServerTimeoutException(String host) {
        super(host);
    }
}
