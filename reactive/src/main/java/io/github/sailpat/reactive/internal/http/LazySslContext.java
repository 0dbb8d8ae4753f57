package io.github.sailpat.reactive.internal.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context that is created before the first connection. Creating it reads the trust store and random numbers of
 * the operating system, which blocks, so that happens neither where the client is made nor on an event loop.
 */
final class LazySslContext extends SslContext {
    private final Callable<SslContext> factory;
    private volatile @Nullable SslContext context;

    LazySslContext(Callable<SslContext> factory) {
        this.factory = factory;
    }

    boolean isCreated() {
        return context != null;
    }

    /**
     * Creates the context, once. Blocks.
     *
     * @throws Exception if it cannot be created; the next call tries again
     */
    synchronized void create() throws Exception {
        if (context == null) {
            context = factory.call();
        }
    }

    private SslContext context() {
        return Objects.requireNonNull(context, "a connection was opened before the TLS context was created");
    }

    @Override
    public boolean isClient() {
        return true;
    }

    @Override
    public List<String> cipherSuites() {
        return context().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in SslContext
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return context().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return context().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return context().newEngine(allocator, peerHost, peerPort);
    }

    // The handlers of the context itself, because those of OpenSSL have an engine of their own. No connection uses
    // STARTTLS.

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
        return context().newHandler(allocator);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls) {
        return context().newHandler(allocator, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return context().sessionContext();
    }
}
