package io.github.sailpat.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.util.retry.Retry;

@Timeout(40)
class JournalCommandTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun bulk(String operation, String input, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("bulk", operation, "--from", "-", "--rate", "off", "--journal", "job.journal"));
        arguments.addAll(List.of(more));
        return CommandRun.against(tenant).in(directory).stdin(input).run(arguments.toArray(String[]::new));
    }

    private CommandRun status(String command) {
        return CommandRun.against(tenant).in(directory).run(command, "--journal", "job.journal", "--status");
    }

    @Test
    void sameCommandLineAgainDoesWhatIsLeft() {
        assertThat(bulk("create", BulkCommandTest.creates(30)).exitCode()).isEqualTo(ExitCode.DONE);

        CommandRun again = bulk("create", BulkCommandTest.creates(40));

        assertThat(again.exitCode()).as("%s", again).isEqualTo(ExitCode.DONE);
        assertThat(again.outLines()).hasSize(10).allMatch(line -> line.contains("\"outcome\":\"succeeded\""));
        assertThat(again.err()).contains("30 lines had an outcome before this run");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(40);
    }

    @Test
    void lineThatWasInFlightIsLookedInto() throws IOException {
        bulk("create", BulkCommandTest.creates(3));
        Path journal = directory.resolve("job.journal");
        // The end of the process came before the outcome of r1 was stored.
        List<String> lines = Files.readAllLines(journal);
        int last = lines.size() - 1;
        Files.writeString(journal, String.join("\n", lines.subList(0, last)) + "\n");
        String lost = lines.get(last).replaceAll(".*\"key\":\"(r\\d)\".*", "$1");

        CommandRun status =
                CommandRun.against(tenant).in(directory).run("bulk", "create", "--journal", "job.journal", "--status");
        assertThat(status.outLines())
                .singleElement()
                .asString()
                .contains("\"key\":\"" + lost + "\",\"state\":\"sent\"");
        assertThat(status.err()).contains("2 done, 1 open, 0 lost");
        CommandRun again = bulk("create", BulkCommandTest.creates(3));

        assertThat(again.outLines())
                .singleElement()
                .asString()
                .contains("\"ref\":\"" + lost + "\"")
                .contains("\"outcome\":\"secret_lost\"");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(3);
        for (SandboxToken token : tenant.getLedger().getTokens()) {
            assertThat(Files.readString(journal)).doesNotContain(token.secret());
        }
    }

    @Test
    void secretThatCouldNotBeWrittenIsLostInTheJournal() {
        List<String> arguments = List.of("bulk", "create", "--from", "-", "--rate", "off", "--journal", "job.journal");
        CommandRun broken = CommandRun.against(tenant)
                .in(directory)
                .stdout(new FailingOutput("No space left on device"))
                .stdin(BulkCommandTest.creates(5))
                .run(arguments.toArray(String[]::new));
        assertThat(broken.exitCode()).isEqualTo(ExitCode.FAILED);

        CommandRun status =
                CommandRun.against(tenant).in(directory).run("bulk", "create", "--journal", "job.journal", "--status");
        assertThat(status.outLines())
                .anyMatch(line -> line.contains("\"state\":\"secret_lost\","))
                .noneMatch(line -> line.contains("\"state\":\"sent\","));
    }

    @Test
    void rotationsAreResumed() {
        String one = tenant.addToken("one").id();
        String two = tenant.addToken("two").id();
        String[] arguments = {"rotate", one, two, "--yes", "--rate", "off", "--journal", "job.journal"};
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN).times(1).matching(r -> false).status(500, null));
        assertThat(CommandRun.against(tenant).in(directory).run(arguments).exitCode())
                .isEqualTo(ExitCode.DONE);

        CommandRun again = CommandRun.against(tenant).in(directory).run(arguments);

        assertThat(again.exitCode()).as("%s", again).isEqualTo(ExitCode.DONE);
        assertThat(again.out()).isEmpty();
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
        assertThat(status("rotate").err()).contains("2 done, 0 open, 0 lost");
    }

    /** The second Ctrl-C comes while a line is being written and others wait for it. */
    @Test
    void linesThatAreWrittenAfterASecondCtrlCAreDone() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompletableFuture<Void> aborted = new CompletableFuture<>();
        CommandRun run = CommandRun.against(tenant).in(directory).stdin(BulkCommandTest.creates(200));
        run.stdout(new OutputStream() {
            private boolean slow = true;

            @Override
            public void write(int b) {
                out.write(b);
                if (slow && b == '\n') {
                    slow = false;
                    while (tenant.getLedger().getTokens().size() < 8
                            && !Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                    }
                    run.interruption().stop();
                    new Thread(() -> {
                                run.interruption().abort();
                                aborted.complete(null);
                            })
                            .start();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
                }
            }
        });

        run.run("bulk", "create", "--from", "-", "--rate", "off", "--journal", "job.journal");
        aborted.get(10, TimeUnit.SECONDS);

        List<String> written = out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"secret\":") && line.contains("\"ref\":"))
                .map(line -> line.replaceAll(".*\"ref\":\"(r\\d+)\".*", "$1"))
                .toList();
        assertThat(written).isNotEmpty();
        List<String> done = FileBulkJournal.of(directory.resolve("job.journal"))
                .read()
                .filter(entry -> entry.getState() == BulkJournalState.SUCCEEDED)
                .map(entry -> entry.getKey())
                .collectList()
                // Creates that were in flight end after the command.
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(10)))
                .block(Duration.ofSeconds(10));
        assertThat(done).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void rotationsThatTheJournalPreventsAreNotAttempted() {
        String one = tenant.addToken("one").id();
        String two = tenant.addToken("two").id();

        CommandRun run = CommandRun.against(tenant).in(directory).run("rotate", one, two, "--yes", "--journal", ".");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("cannot be opened");
        assertThat(run.outLines()).hasSize(2).allMatch(line -> line.contains("\"outcome\":\"not_attempted\""));
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void tokenOfTheCommandItselfIsDeletedWithTheCredentialsOfItsSuccessor() {
        SandboxToken own = tenant.addToken("own");
        String[] arguments = {"rotate", own.id(), "--yes", "--rate", "off", "--journal", "job.journal"};
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(403, null));
        with(own).run(arguments);
        tenant.getFaults().clear();

        CommandRun again = with(own).run(arguments);

        assertThat(again.exitCode()).as("%s", again).isEqualTo(ExitCode.FAILED);
        assertThat(again.out()).contains("create the client with the successor");
        assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
        SandboxToken successor = tenant.getLedger().getTokens().stream()
                .filter(token -> !token.id().equals(own.id()))
                .findFirst()
                .orElseThrow();
        CommandRun last = with(successor).run(arguments);
        assertThat(last.exitCode()).as("%s", last).isEqualTo(ExitCode.DONE);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(own.id());
    }

    private CommandRun with(SandboxToken credentials) {
        return CommandRun.against(tenant)
                .in(directory)
                .variable("SAIL_CLIENT_ID", credentials.id())
                .variable("SAIL_CLIENT_SECRET", credentials.secret());
    }

    @Test
    void journalOfAnotherJobEndsTheCommandBeforeAnythingIsSent() {
        bulk("create", BulkCommandTest.creates(1));

        CommandRun run = bulk("delete", "{\"id\":\"x\"}\n");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("is of createPersonalAccessToken");
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }

    @Test
    void onATerminalItSaysOnceWhatACrashWouldLeaveBehind() {
        CommandRun run = CommandRun.against(tenant)
                .in(directory)
                .stderrTerminal()
                .stdin(BulkCommandTest.creates(2))
                .run("bulk", "create", "--from", "-", "--concurrency", "7");

        assertThat(run.err())
                .containsOnlyOnce(
                        "without --journal FILE, nobody would know after a crash what became of up to 7 inputs");
        assertThat(bulk("create", "").err()).doesNotContain("crash");
    }

    @Test
    void statusWithoutAJournalAndAJobWithoutInputAreWrongUsage() {
        assertThat(CommandRun.bare().run("bulk", "create", "--status").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.bare().run("bulk", "create").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.bare().run("rotate").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aResumedJobIsNoSuccessIfAnEarlierRunHasRejectedALine() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).status(403, null));
        assertThat(bulk("create", BulkCommandTest.creates(2)).exitCode()).isEqualTo(ExitCode.FAILED);

        CommandRun again = bulk("create", BulkCommandTest.creates(2));

        assertThat(again.exitCode()).as("%s", again).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("2 lines had an outcome before this run, 1 of them no success");
        CommandRun others = CommandRun.against(tenant)
                .in(directory)
                .stdin("{\"name\":\"another\"}")
                .run("bulk", "create", "--from", "-", "--rate", "off", "--journal", "job.journal");
        assertThat(others.exitCode()).as("%s", others).isEqualTo(ExitCode.DONE);
    }

    @Test
    void successorsOfAnEarlierRunAreNotRotatedAgain() {
        String one = tenant.addToken("one").id();
        tenant.addToken("two");
        String[] arguments = {"rotate", "--all", "--yes", "--rate", "off", "--journal", "job.journal"};
        assertThat(CommandRun.against(tenant).in(directory).run(arguments).exitCode())
                .isEqualTo(ExitCode.DONE);

        CommandRun again = CommandRun.against(tenant).in(directory).run(arguments);

        assertThat(again.exitCode()).as("%s", again).isEqualTo(ExitCode.DONE);
        assertThat(again.err()).contains("successors of these tokens, of an earlier run, are left out");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
        assertThat(tenant.getLedger().findById(one)).isNull();
    }
}
