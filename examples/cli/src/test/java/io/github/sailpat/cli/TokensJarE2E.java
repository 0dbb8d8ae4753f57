package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.bulk.BulkCommandTest;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that people run, as a process of its own. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "tokens.jar", matches = ".+", disabledReason = "the file is not built yet")
class TokensJarE2E {
    @TempDir
    Path directory = Path.of("");

    private ProcessBuilder tokens(SandboxTenant tenant, String... args) {
        ProcessBuilder process = tokens(args);
        process.environment().put("SAIL_BASE_URL", tenant.getBaseUrl().toString());
        process.environment().put("SAIL_CLIENT_ID", tenant.getClientId());
        process.environment().put("SAIL_CLIENT_SECRET", tenant.getClientSecret());
        return process;
    }

    private ProcessBuilder tokens(String... args) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.add(System.getProperty("tokens.jar"));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command).directory(directory.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("SAIL_") || name.startsWith("TOKENS_"));
        process.redirectError(stderr());
        return process;
    }

    private File stderr() {
        return directory.resolve("stderr").toFile();
    }

    private String err() throws Exception {
        return Files.readString(stderr().toPath());
    }

    private static int exitCode(Process process, Duration within) throws Exception {
        assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void tourRunsWithoutAnySettings() throws Exception {
        Process process = tokens("demo").start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(exitCode(process, Duration.ofSeconds(5))).isZero();
        assertThat(out).contains("Nothing was left behind.");
        assertThat(err().lines()).hasSize(1);
    }

    @Test
    void namesAreUtf8InEveryLocale() throws Exception {
        String name = "grün-日本-🔑";
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            ProcessBuilder builder = tokens(tenant, "create", "--name", name);
            // The test's own locale may not be able to pass the name on; a shell with a file for its script can.
            Path script = Files.writeString(
                    directory.resolve("script"), "exec \"$@\" create --name '" + name + "'\n", StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
            command.addAll(builder.command().subList(0, 3));
            builder.command(command).environment().put("LC_ALL", "C");
            Process process = builder.start();
            byte[] out = process.getInputStream().readAllBytes();
            assertThat(exitCode(process, Duration.ofSeconds(5))).as("%s", err()).isZero();
            assertThat(new ObjectMapper().readTree(out).path("name").textValue())
                    .isEqualTo(name);
            assertThat(tenant.getLedger().findByName(name)).hasSize(1);
        }
    }

    @Test
    void readerThatGoesAwayEndsTheListQuietly() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(1_000_000_000L))) {
            Process process = tokens(tenant, "list").start();
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(reader.readLine()).startsWith("{\"id\":");
            }
            assertThat(exitCode(process, Duration.ofSeconds(10))).isZero();
            assertThat(err()).isEmpty();
        }
    }

    @Test
    void createIntoAClosedPipeNamesTheToken() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            ProcessBuilder builder = tokens(tenant, "create", "--name", "x");
            Process process = builder.redirectOutput(new File("/dev/full")).start();
            assertThat(exitCode(process, Duration.ofSeconds(20))).isEqualTo(ExitCode.FAILED);
            assertThat(err().lines()).hasSize(1);
            assertThat(err()).contains(tenant.getLedger().findByName("x").get(0).id());
        }
    }

    @Test
    void brokenConnectionIsOneLineToo() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().resetAfterRead());
            Process process = tokens(tenant, "delete", "x").start();
            assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.FAILED);
            assertThat(err().lines()).singleElement().asString().contains("deletePersonalAccessToken");
        }
    }

    @Test
    void ctrlCPrintsTheCreateThatIsInFlight() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).delay(Duration.ofSeconds(2)));
            Process process = startInterruptible(tokens(tenant, "create", "--name", "x"));
            awaitRequest(tenant, Operation.CREATE);
            interrupt(process);
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out).contains(tenant.getLedger().findByName("x").get(0).secret());
        }
    }

    @Test
    void ctrlCCutsAListOff() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(5))) {
            tenant.getFaults().add(Fault.on(Operation.LIST).stallInBody(1_000));
            Process process = startInterruptible(tokens(tenant, "list"));
            awaitRequest(tenant, Operation.LIST);
            interrupt(process);
            process.getInputStream().readAllBytes();
            assertThat(exitCode(process, Duration.ofSeconds(4))).isEqualTo(ExitCode.INTERRUPTED);
        }
    }

    private Path lines(int count) throws Exception {
        return Files.writeString(directory.resolve("lines"), BulkCommandTest.creates(count));
    }

    @Test
    void lineOfAHundredMegabytesIsRejectedInASmallHeap() throws Exception {
        Path input = directory.resolve("lines");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(input))) {
            out.write("{\"name\":\"a\"}\n{\"name\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) 'x');
            for (int i = 0; i < 100; i++) {
                out.write(megabyte);
            }
            out.write("\"}\n{\"name\":\"b\"}".getBytes(StandardCharsets.UTF_8));
        }
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            ProcessBuilder builder = tokens(tenant, "bulk", "create", "--from", "lines");
            builder.command().add(1, "-Xmx64m");
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(exitCode(process, Duration.ofSeconds(10)))
                    .as("%s", err())
                    .isEqualTo(ExitCode.FAILED);
            assertThat(out.lines())
                    .hasSize(3)
                    .filteredOn(line -> line.contains("line 2: "))
                    .hasSize(1);
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(2);
        }
    }

    @Test
    void ctrlCStopsABulkJobGracefully() throws Exception {
        lines(2_000);
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(9_999))) {
            Process process =
                    startInterruptible(tokens(tenant, "bulk", "create", "--from", "lines", "--rate", "20/1h"));
            awaitRequests(tenant, Operation.CREATE, 15);
            interrupt(process);
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(exitCode(process, Duration.ofSeconds(10)))
                    .as("%s", err())
                    .isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out.lines()).hasSize(2_000);
            assertThat(tenant.getLedger().getTokens())
                    .isNotEmpty()
                    .allSatisfy(token -> assertThat(out).contains(token.secret()));
            assertThat(err()).contains("not attempted");
        }
    }

    @Test
    void secondCtrlCEndsABulkJobAtOnce() throws Exception {
        lines(100);
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(9_999))) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).always().stall());
            Process process = startInterruptible(tokens(tenant, "bulk", "create", "--from", "lines"));
            awaitRequests(tenant, Operation.CREATE, 1);
            interrupt(process);
            awaitErr("Ctrl-C again");
            interrupt(process);
            process.getInputStream().readAllBytes();
            assertThat(exitCode(process, Duration.ofSeconds(4))).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(err()).contains("was cut off: the token may exist");
        }
    }

    @Test
    void bulkIntoAHeadStopsAndNamesWhatIsLost() throws Exception {
        lines(2_000);
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(9_999))) {
            Process process = tokens(tenant, "bulk", "create", "--from", "lines", "--rate", "off")
                    .start();
            String first;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1)) {
                first = reader.readLine();
            }
            assertThat(first).startsWith("{\"index\":");
            assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.FAILED);
            assertAccount(tenant, 2_000);
            assertThat(err()).contains("Broken pipe");
            assertThat(tenant.getLedger().getCreatesApplied()).isLessThan(2_000);
        }
    }

    @Test
    void bulkCreateIntoAFullDeviceAccountsForEachLine() throws Exception {
        lines(500);
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(9_999))) {
            Process process = tokens(tenant, "bulk", "create", "--from", "lines", "--rate", "off")
                    .redirectOutput(new File("/dev/full"))
                    .start();
            assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.FAILED);
            assertThat(assertAccount(tenant, 500)).isZero();
            assertThat(err())
                    .contains("No space left on device")
                    .contains(tenant.getLedger().getTokens().stream()
                            .map(token -> token.id())
                            .toList());
        }
    }

    /** What was created was written or is named as lost, and the rest was not attempted; gives the number of the first. */
    private int assertAccount(SandboxTenant tenant, int lines) throws Exception {
        Matcher summary = Pattern.compile(
                        "(\\d+) succeeded, 0 rejected, 0 unknown, 0 secret lost, (\\d+) not attempted, (\\d+) not"
                                + " written; "
                                + lines + " in ")
                .matcher(err());
        assertThat(summary.find()).as(err()).isTrue();
        int written = Integer.parseInt(summary.group(1));
        int lost = Integer.parseInt(summary.group(3));
        assertThat(written + lost).isEqualTo(tenant.getLedger().getCreatesApplied());
        assertThat(written + lost + Integer.parseInt(summary.group(2))).isEqualTo(lines);
        assertThat(err()).contains(lost + (lost == 1 ? " secret" : " secrets") + " could not be written, ids: ");
        String errors = err();
        assertThat(tenant.getLedger().getTokens())
                .filteredOn(token -> errors.contains(token.id()))
                .hasSize(lost);
        return written;
    }

    @Test
    void bulkDeleteIntoAFullDeviceNamesWhatWasDeleted() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(9_999))) {
            StringBuilder input = new StringBuilder();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                ids.add(tenant.addToken("t" + i).id());
                input.append("{\"id\":\"").append(ids.get(i)).append("\"}\n");
            }
            Files.writeString(directory.resolve("lines"), input);
            Process process = tokens(tenant, "bulk", "delete", "--from", "lines", "--rate", "off")
                    .redirectOutput(new File("/dev/full"))
                    .start();
            assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.FAILED);
            tenant.getLedger().getTokens().forEach(token -> ids.remove(token.id()));
            assertThat(ids).hasSizeBetween(1, 499);
            assertThat(err())
                    .contains(ids)
                    .contains(" 0 succeeded", " " + (500 - ids.size()) + " not attempted", "done, though the lines");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "bulk --help",
                "--version",
                "list",
                "list --output csv",
                "audit",
                "audit --html -",
                "prune --unused-for 90d --dry-run",
                "demo"
            })
    void outputIntoAFullDeviceIsAFailure(String line) throws Exception {
        Process process =
                tokens(line.split(" ")).redirectOutput(new File("/dev/full")).start();
        assertThat(exitCode(process, Duration.ofSeconds(15))).as(err()).isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("tokens: standard output cannot be written: No space left on device");
    }

    @Test
    void patchIntoAFullDeviceSaysThatItWasDone() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            String id = tenant.addToken("old").id();
            Process process = tokens(tenant, "patch", id, "--name", "new")
                    .redirectOutput(new File("/dev/full"))
                    .start();
            assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.FAILED);
            assertThat(tenant.getLedger().findById(id).name()).isEqualTo("new");
            assertThat(err()).contains("token " + id + " was patched, but standard output cannot be written");
        }
    }

    @Test
    void helpIntoAHeadEndsQuietly() throws Exception {
        Process process = tokens("bulk", "--help").start();
        process.getInputStream().close();
        assertThat(exitCode(process, Duration.ofSeconds(10))).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void credentialsWithoutABaseUrlDoNotTurnToTheSandbox() throws Exception {
        ProcessBuilder builder = tokens("create", "--name", "x");
        builder.environment().put("SAIL_CLIENT_ID", "id");
        builder.environment().put("SAIL_CLIENT_SECRET", "canary");
        Process process = builder.start();
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(exitCode(process, Duration.ofSeconds(10))).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("no base URL").doesNotContain("canary");
    }

    private void awaitErr(String text) throws Exception {
        for (int i = 0; i < 400 && !err().contains(text); i++) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
        assertThat(err()).contains(text);
    }

    @Test
    void rotationThatWasKilledIsContinued() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            String old = tenant.addToken("x").id();
            tenant.getFaults().add(Fault.on(Operation.CREATE).stallAfterApplying());
            Process killed = tokens(tenant, "rotate", old).start();
            awaitRequest(tenant, Operation.CREATE);
            for (int i = 0; i < 400 && tenant.getLedger().getTokens().size() < 2; i++) {
                TimeUnit.MILLISECONDS.sleep(25); // a request is counted before it is applied
            }
            killed.destroyForcibly().waitFor();
            assertThat(tenant.getLedger().getTokens()).hasSize(2);

            Process again = tokens(tenant, "rotate", old).start();
            String out = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(exitCode(again, Duration.ofSeconds(10))).as("%s", err()).isZero();
            assertThat(tenant.getLedger().getTokens())
                    .singleElement()
                    .satisfies(token -> assertThat(out).contains(token.secret()));
        }
    }

    /** Who starts a build in the background may have told it to ignore interrupts, and its children inherit that. */
    private static Process startInterruptible(ProcessBuilder builder) throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored = Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << 1) != 0);
        if (ignored) {
            builder.command().addAll(0, List.of("env", "--default-signal=INT"));
        }
        return builder.start();
    }

    private static void interrupt(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitRequest(SandboxTenant tenant, Operation operation) throws Exception {
        awaitRequests(tenant, operation, 1);
        assertThat(tenant.getLedger().count(operation)).isEqualTo(1);
    }

    private static void awaitRequests(SandboxTenant tenant, Operation operation, int count) throws Exception {
        for (int i = 0; i < 400 && tenant.getLedger().count(operation) < count; i++) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
        assertThat(tenant.getLedger().count(operation)).isGreaterThanOrEqualTo(count);
    }
}
