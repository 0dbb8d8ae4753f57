package io.github.sailpat.reactive.internal.http.netty;

import java.net.UnknownHostException;

/** A name was not resolved in time. */
public final class NameServerTimeout extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NameServerTimeout(String host) {
        super(host);
    }
}
