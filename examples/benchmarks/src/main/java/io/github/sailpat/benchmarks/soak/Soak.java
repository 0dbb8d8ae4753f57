package io.github.sailpat.benchmarks.soak;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process of the tenant, which is also the judge: it sends the client from cycle to cycle, each under other faults,
 * compares the client's {@link Accounts} with its own tokens, and collects a {@link Sample} after each cycle. It ends
 * with 1 if one does not agree, if what the client holds has grown, or if a buffer of Netty was not released. What the
 * Netty of the client logs is in a file beside the page.
 */
public final class Soak {

    private static final int MAX_TOKENS = 10_000;
    /** Of a request that was cancelled on its way. */
    private static final long ARRIVAL_MILLIS = 300;

    private final SandboxTenant tenant;
    private final PrintWriter commands;
    private final BufferedReader answers;
    private final List<Sample> samples = new ArrayList<>();

    private Soak(SandboxTenant tenant, Process client) {
        this.tenant = tenant;
        this.commands = new PrintWriter(client.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = client.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Runs it, and ends this process.
     *
     * @param length how long, such as {@code 10m} or {@code 24h}
     * @param page the file of the page
     * @throws Exception if the client cannot be started or does not answer
     */
    public static void run(String length, String page) throws Exception {
        Duration duration = Duration.parse("PT" + length.toUpperCase(Locale.ROOT));
        Path log = Path.of(page + ".log");
        try (SandboxTenant tenant = SandboxTenant.start(
                o -> o.tokens(0).tokensPerOwner(MAX_TOKENS).rateLimitOff().recordLast(1))) {
            Process client = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx64m",
                            "-Dio.netty.leakDetection.level=paranoid",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SoakClient.class.getName(),
                            tenant.getBaseUrl().toString(),
                            tenant.getClientId(),
                            tenant.getClientSecret())
                    .redirectError(log.toFile())
                    .start();
            try {
                System.exit(new Soak(tenant, client).run(duration, Path.of(page), log));
            } finally {
                client.destroyForcibly();
            }
        }
    }

    private int run(Duration duration, Path page, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        long creates = 0;
        for (int cycle = 0; System.nanoTime() - end < 0; cycle++) {
            FaultCycle faults = FaultCycle.of(cycle);
            String disagreement = cycle("soak-" + cycle, faults);
            creates += tenant.getLedger().getCreatesApplied();
            if (disagreement != null) {
                System.out.printf("cycle %d (%s): %s%n", cycle, faults.name(), disagreement);
                Files.writeString(page, SoakPage.of(samples, creates, duration));
                return 1;
            }
            tenant.getLedger().clear();
        }
        Trend trend = new Trend(samples);
        Files.writeString(page, SoakPage.of(samples, creates, duration));
        System.out.printf(
                "%d cycles, %d tokens created, each accounted for; %s; %s%n", samples.size(), creates, trend, page);
        boolean leaks;
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            leaks = lines.anyMatch(line -> line.contains("LEAK:"));
        }
        if (leaks) {
            System.out.println("A buffer of Netty was not released: see " + log);
        }
        return trend.isFlat() && !leaks ? 0 : 1;
    }

    /** What does not agree, or {@code null}. */
    private @Nullable String cycle(String prefix, FaultCycle faults) throws IOException, InterruptedException {
        faults.faults().forEach(tenant.getFaults()::add);
        commands.println(prefix);
        Accounts accounts = Accounts.parse(answer(), answer(), answer(), answer());
        tenant.getFaults().clear();
        Thread.sleep(ARRIVAL_MILLIS);
        List<SandboxToken> tokens = tenant.getLedger().getTokens();
        Set<String> ids = tokens.stream().map(SandboxToken::id).collect(Collectors.toSet());
        Set<String> missing = accounts.missingFrom(ids);
        List<SandboxToken> unheard = tokens.stream()
                .filter(token -> !accounts.has(token.id(), token.name()))
                .toList();
        List<SandboxToken> unpatched = tokens.stream()
                .filter(token -> accounts.isLost(token.id(), token.scope()))
                .toList();
        commands.println("clean");
        samples.add(Sample.parse(answer()));
        if (!missing.isEmpty() || !unheard.isEmpty()) {
            return "the client has " + missing + ", which do not exist, and nobody was told of " + unheard;
        }
        if (!unpatched.isEmpty()) {
            return "the client was told that these were patched: " + unpatched;
        }
        List<SandboxToken> left = tenant.getLedger().getTokens();
        return left.isEmpty() ? null : "after all were deleted there are " + left;
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process of the client has ended");
        }
        return line;
    }
}
