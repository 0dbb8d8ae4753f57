package io.github.sailpat.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BulkStopTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LINES = 400;

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));

    @AfterEach
    void close() {
        tenant.close();
    }

    /** What was created was printed, and every line has its outcome. */
    private void assertComplete(CommandRun run) throws Exception {
        Set<Integer> indexes = new HashSet<>();
        Set<String> secrets = new HashSet<>();
        for (String line : run.outLines()) {
            JsonNode outcome = MAPPER.readTree(line);
            assertThat(indexes.add(outcome.path("index").intValue())).isTrue();
            assertThat(outcome.path("ref").textValue())
                    .isEqualTo("r" + outcome.path("index").intValue());
            assertThat(outcome.path("outcome").textValue()).isIn("succeeded", "not_attempted");
            if (outcome.has("token")) {
                secrets.add(outcome.path("token").path("secret").textValue());
            } else {
                assertThat(outcome.path("error").path("message").textValue()).contains("stopped");
            }
        }
        assertThat(indexes).as("%s", run.err()).hasSize(LINES);
        assertThat(tenant.getLedger().getTokens())
                .extracting(SandboxToken::secret)
                .containsExactlyInAnyOrderElementsOf(secrets);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    }

    @RepeatedTest(15)
    void ctrlCAtAnyMomentLosesNoLineAndNoSecret(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int when = 1 + random.nextInt(LINES - 1);
        AtomicInteger seen = new AtomicInteger();
        CommandRun run = CommandRun.against(tenant).stdin(BulkCommandTest.creates(LINES));
        tenant.getFaults().add(Fault.on(Operation.CREATE).matching(request -> {
            if (seen.incrementAndGet() == when) {
                run.interruption().stop();
            }
            return false;
        }));
        run.run("bulk", "create", "--from", "-", "--rate", "off", "--concurrency", "" + (1 + random.nextInt(40)));
        assertComplete(run);
    }

    @Test
    void ctrlCBeforeTheJobHasBegunLosesNoLine() throws Exception {
        CommandRun run = CommandRun.against(tenant).stdin(BulkCommandTest.creates(LINES));
        run.interruption().stop();
        run.run("bulk", "create", "--from", "-", "--rate", "off");
        assertComplete(run);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
    }

    @Test
    void ctrlCWaitsForNoPermit() throws Exception {
        CommandRun run = CommandRun.against(tenant).stdin(BulkCommandTest.creates(LINES));
        tenant.getFaults().add(Fault.on(Operation.CREATE).matching(request -> {
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
                    .execute(() -> run.interruption().stop());
            return true;
        }));
        run.run("bulk", "create", "--from", "-", "--rate", "3/1h");
        assertComplete(run);
    }

    @Test
    void slowInputHoldsBackNoOutcomeAndCtrlCWaitsForNoInput() throws Exception {
        CountDownLatch printed = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream stdout = new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
                if (b == '\n') {
                    printed.countDown();
                }
            }
        };
        try (PipedOutputStream pipe = new PipedOutputStream();
                PipedInputStream stdin = new PipedInputStream(pipe)) {
            CommandRun run = CommandRun.against(tenant).stdin(stdin).stdout(stdout);
            CompletableFuture<CommandRun> running =
                    CompletableFuture.supplyAsync(() -> run.run("bulk", "create", "--from", "-"));
            pipe.write("{\"name\":\"a\"}\n{\"name\":".getBytes(StandardCharsets.UTF_8));
            pipe.flush();
            assertThat(printed.await(10, TimeUnit.SECONDS)).isTrue();
            run.interruption().stop();
            running.get(10, TimeUnit.SECONDS);
            assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains(tenant.getLedger().findByName("a").get(0).secret());
        }
    }

    @Test
    void secretsThatNobodyTakesAreNamed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream head = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (out.toString(StandardCharsets.UTF_8).endsWith("\n")) {
                    throw new IOException("Broken pipe");
                }
                out.write(b);
            }
        };
        CommandRun run = CommandRun.against(tenant)
                .stdin(BulkCommandTest.creates(LINES))
                .stdout(head)
                .run("bulk", "create", "--from", "-", "--rate", "off");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        List<SandboxToken> tokens = tenant.getLedger().getTokens();
        assertThat(tokens).hasSizeBetween(2, LINES - 1);
        for (SandboxToken token : tokens) {
            boolean printed = out.toString(StandardCharsets.UTF_8).contains(token.secret());
            assertThat(run.err().contains(token.id())).isNotEqualTo(printed);
            assertThat(run.err()).doesNotContain(token.secret());
        }
        int lost = tokens.size() - 1;
        assertThat(run.err())
                .contains(
                        "tokens: 1 succeeded, 0 rejected, 0 unknown, 0 secret lost, " + (LINES - tokens.size())
                                + " not attempted, " + lost + " not written; " + LINES + " in ",
                        "tokens: " + lost + (lost == 1 ? " secret" : " secrets") + " could not be written, ids: ");
    }

    @Test
    void deletesThatWereDoneWithoutTheirLinesAreNamed() {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            input.append("{\"id\":\"").append(tenant.addToken("t" + i).id()).append("\"}\n");
        }
        Set<String> before = ids();
        CommandRun run = CommandRun.against(tenant)
                .stdin(input.toString())
                .stdout(new FailingOutput("No space left on device"))
                .run("bulk", "delete", "--from", "-", "--rate", "off");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        Set<String> deleted = new HashSet<>(before);
        deleted.removeAll(ids());
        assertThat(deleted).hasSizeBetween(1, LINES - 1);
        assertThat(before).allSatisfy(id -> assertThat(run.err().contains(id)).isEqualTo(deleted.contains(id)));
        assertThat(run.err())
                .contains(
                        "tokens: 0 succeeded, 0 rejected, 0 unknown, 0 secret lost, " + (LINES - deleted.size())
                                + " not attempted, " + deleted.size() + " not written; " + LINES + " in ",
                        deleted.size() == 1 ? "1 delete done" : deleted.size() + " deletes done");
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        tenant.getLedger().getTokens().forEach(token -> ids.add(token.id()));
        return ids;
    }

    @Test
    void failuresWithoutTheirLinesAreNamed() {
        CommandRun run = CommandRun.against(tenant)
                .stdin("{\"id\":\"nobody\"}\n{\"id\":17}\n")
                .stdout(new FailingOutput("No space left on device"))
                .run("bulk", "delete", "--from", "-", "--concurrency", "1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("could not be written: line 1 rejected");
    }

    @Test
    void abortPrintsWhatHasArrived() throws Exception {
        CommandRun run = CommandRun.against(tenant).stdin(BulkCommandTest.creates(LINES));
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(5).delay(Duration.ofSeconds(9)));
        AtomicInteger seen = new AtomicInteger();
        CompletableFuture<Void> aborted = new CompletableFuture<>();
        tenant.getFaults().add(Fault.on(Operation.CREATE).matching(request -> {
            if (seen.incrementAndGet() == 60) {
                run.interruption().stop();
                ForkJoinPool.commonPool().execute(() -> {
                    run.interruption().abort();
                    aborted.complete(null);
                });
            }
            return false;
        }));
        long start = System.nanoTime();
        run.run("bulk", "create", "--from", "-", "--rate", "off", "--concurrency", "64");
        aborted.get(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        run.outLines().forEach(line -> assertThat(line).startsWith("{").endsWith("}"));
    }

    @Test
    void barIsDrawnOnTheTerminalAloneAndCleared() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).delay(Duration.ofMillis(700)));
        CommandRun run = CommandRun.against(tenant)
                .stderrTerminal()
                .stdin(BulkCommandTest.creates(3))
                .run("bulk", "create", "--from", "-");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).contains("1 in flight", "0 waiting for the rate limit", "\r\u001B[Ktokens: 3 succeeded");
        assertThat(run.out()).doesNotContain("\u001B");
    }
}
