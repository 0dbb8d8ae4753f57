package io.github.sailpat.sandbox;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Allows BlockHound, in the tests of a client, a lock of Netty. An event loop that terminates notifies Netty's global
 * executor, whose queue has a lock. If two loops terminate at once, BlockHound would throw in the second, which would
 * never terminate. Netty's own integration is not found where Netty is a module.
 */
public final class BlockHoundPermissions implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.util.concurrent.GlobalEventExecutor", "addTask");
    }
}
