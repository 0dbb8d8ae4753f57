package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ListCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void everyVersionListsEveryToken(ApiVersion version) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(7))) {
            CommandRun run = CommandRun.against(tenant).run("list", "--api-version", version.getLabel());
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.outLines()).hasSize(7);
            JsonNode token = MAPPER.readTree(run.outLines().get(0));
            assertThat(token.path("owner").path("type").textValue()).isEqualTo("IDENTITY");
            assertThat(token.has("userAwareTokenNeverExpires")).isEqualTo(version.canNeverExpire());
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void takeCancelsTheRestOfTheList() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(1_000_000_000L))) {
            CommandRun run = CommandRun.against(tenant).run("--output", "jsonl", "list", "--take", "3");
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.outLines()).hasSize(3);
            assertThat(tenant.getLedger().getListBytesWritten()).isLessThan(64_000_000);
        }
    }

    @Test
    void filtersAreTheApisOwn() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(50))) {
            tenant.addToken("mine");
            tenant.addToken("old", token -> token.withLastUsed(Instant.parse("2020-01-01T00:00:00Z")));
            CommandRun mine = CommandRun.against(tenant).run("list", "--owner", "me", "--never-used");
            assertThat(mine.outLines()).singleElement().asString().contains("\"mine\"");
            CommandRun old = CommandRun.against(tenant).run("list", "--last-used-before", "2020-06-01T00:00:00+02:00");
            assertThat(old.outLines()).singleElement().asString().contains("\"old\"");
        }
    }

    @Test
    void tokensOfASlowServerAreSeenAsTheyCome() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(4));
                PipedInputStream reader = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(reader)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).stallInBody(700));
            CommandRun run = CommandRun.against(tenant).stdout(out);
            CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(() -> run.run("list"));
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c != '\n'; c = reader.read()) {
                line.append((char) c);
            }
            assertThat(MAPPER.readTree(line.toString()).path("id").textValue()).isNotEmpty();
            assertThat(running).isNotDone();
            run.interruption().stop();
            assertThat(running.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        }
    }

    @Test
    void readerThatBlocksStopsTheServer() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(1_000_000_000L))) {
            CountDownLatch released = new CountDownLatch(1);
            OutputStream blocked = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IOException("Broken pipe");
                }
            };
            CommandRun run = CommandRun.against(tenant).stdout(blocked);
            CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(() -> run.run("list"));
            long written = untilItStandsStill(tenant);
            assertThat(written).isLessThan(64_000_000);
            released.countDown();
            assertThat(running.get(10, TimeUnit.SECONDS).exitCode()).isZero();
            assertThat(run.err()).isEmpty();
        }
    }

    private static long untilItStandsStill(SandboxTenant tenant) throws Exception {
        long last = -1;
        for (int i = 0; i < 100; i++) {
            long now = tenant.getLedger().getListBytesWritten();
            if (now == last && now > 0) {
                return now;
            }
            last = now;
            pause(Duration.ofMillis(300));
        }
        throw new AssertionError("the server never stops: " + last);
    }

    /** The network has no virtual time. */
    private static void pause(Duration time) throws Exception {
        try {
            new CompletableFuture<Void>().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // as expected
        }
    }

    @Test
    void fullDiskIsAFailure() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1))) {
            CommandRun run = CommandRun.against(tenant)
                    .stdout(new FailingOutput("No space left on device"))
                    .run("list");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errLines()).singleElement().asString().contains("No space left on device");
        }
    }

    @Test
    void whatCameBeforeABrokenListIsPrinted() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(20))) {
            tenant.getFaults().add(Fault.on(Operation.LIST).always().truncateBody(2_000));
            CommandRun run = CommandRun.against(tenant).run("list");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.outLines()).hasSizeBetween(2, 8);
            assertThat(run.errLines()).singleElement().asString().contains("tokens emitted before");
        }
    }

    @Test
    void everyTokenOfALongListIsPrintedOnce() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(100_000))) {
            long[] lines = {0};
            CommandRun run = CommandRun.against(tenant)
                    .stdout(new ByteArrayOutputStream() {
                        @Override
                        public synchronized void write(byte[] bytes, int offset, int length) {
                            lines[0] += new String(bytes, offset, length, StandardCharsets.UTF_8)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count();
                        }
                    })
                    .run("list");
            assertThat(run.exitCode()).isZero();
            assertThat(lines[0]).isEqualTo(100_000);
        }
    }
}
