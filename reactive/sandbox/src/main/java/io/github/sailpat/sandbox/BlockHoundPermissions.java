package io.github.sailpat.sandbox;

import java.util.List;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Allows BlockHound, in the tests of a client, a lock of Netty. An event loop that terminates notifies Netty's global
 * executor, whose queue has a lock. If two loops terminate at once, BlockHound would throw in the second, which would
 * never terminate. The JDK's TLS reads random numbers and certificates from files. Netty's own integration is not found
 * where Netty is a module.
 */
public final class BlockHoundPermissions implements BlockHoundIntegration {
    private static final List<String> TLS_METHODS =
            List.of("handshake", "wrap", "wrapNonAppData", "unwrap", "runDelegatedTasks");

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.util.concurrent.GlobalEventExecutor", "addTask");
        for (String method : TLS_METHODS) {
            builder.allowBlockingCallsInside("io.netty.handler.ssl.SslHandler", method);
        }
    }
}
