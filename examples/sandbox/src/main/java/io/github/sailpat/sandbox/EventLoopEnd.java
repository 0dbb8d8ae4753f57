package io.github.sailpat.sandbox;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * For tests that BlockHound watches. A loop that ends says so through Netty's global executor, whose queue has a lock:
 * where two loops end at once, BlockHound would throw at the second, and whoever waits for its end would wait for ever.
 * Netty tells BlockHound so itself, but is not heard where it is a module.
 */
public final class EventLoopEnd implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.util.concurrent.GlobalEventExecutor", "addTask");
    }
}
