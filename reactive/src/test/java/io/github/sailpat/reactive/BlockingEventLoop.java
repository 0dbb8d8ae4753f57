package io.github.sailpat.reactive;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.TimeUnit;

/**
 * A thread that may block: the JDK's TLS reads its random numbers from a file. Netty tells BlockHound so, but not where it is
 * a module.
 */
final class BlockingEventLoop {
    private BlockingEventLoop() {}

    @SuppressWarnings("deprecation") // its successor is not in every version of Netty that is supported
    static EventLoopGroup create() {
        return new NioEventLoopGroup(1, task -> {
            Thread thread = new Thread(task, "tls-test");
            thread.setDaemon(true);
            return thread;
        });
    }

    static void close(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
