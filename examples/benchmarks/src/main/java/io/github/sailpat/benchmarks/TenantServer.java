package io.github.sailpat.benchmarks;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Ledger;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The sandbox in a process of its own. Its arguments say what it is like: {@code generated=N} tokens, {@code limit=N}
 * calls in ten seconds, {@code reset=N} for a connection that is reset after every N-th create, {@code idle=MILLIS}
 * until it closes an idle connection, {@code slow=MILLIS} until it responds to a create, {@code tls=FILE} of the key
 * for TLS.
 */
final class TenantServer {

    private TenantServer() {}

    /**
     * Says where it listens and who may ask, then, for each line of input, how many tokens exist, how many creates came
     * twice, and how many access tokens were requested; ends with its input.
     */
    public static void main(String[] arguments) throws IOException {
        SandboxTenant tenant = SandboxTenant.start(options -> set(options, arguments));
        for (String argument : arguments) {
            if (argument.startsWith("slow=")) {
                tenant.getFaults().add(Fault.on(Operation.CREATE).always().delay(Duration.ofMillis(number(argument))));
            }
            if (argument.startsWith("reset=")) {
                tenant.getFaults()
                        .add(Fault.on(Operation.CREATE).every(number(argument)).resetAfterApplying());
            }
        }
        Print.line("%s %s %s", tenant.getBaseUrl(), tenant.getClientId(), tenant.getClientSecret());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (commands.readLine() != null) {
            Ledger ledger = tenant.getLedger();
            Print.line("%d %d %d", ledger.getTokens().size(), sentAgain(ledger), ledger.count(Operation.TOKEN));
        }
        System.exit(0);
    }

    /** Creates of a name that had been created before and not deleted since: nothing else here gets a 400. */
    private static long sentAgain(Ledger ledger) {
        return ledger.getRequests(Operation.CREATE).stream()
                .filter(request -> request.status() != null && request.status() == 400)
                .count();
    }

    private static SandboxOptions.Builder set(SandboxOptions.Builder options, String[] arguments) {
        options.tokens(0).tokensPerOwner(Integer.MAX_VALUE).rateLimitOff();
        for (String argument : arguments) {
            switch (argument.substring(0, argument.indexOf('='))) {
                case "generated" -> options.generatedTokens(number(argument));
                case "limit" -> options.rateLimit(number(argument), Duration.ofSeconds(10));
                case "tls" -> options.tls(LocalhostKeys.serverKeys(argument));
                case "idle" -> options.closeIdleConnectionsAfter(Duration.ofMillis(number(argument)));
                default -> {
                    // A fault is set when the tenant is there.
                }
            }
        }
        return options;
    }

    private static int number(String argument) {
        return Integer.parseInt(argument.substring(argument.indexOf('=') + 1));
    }
}
