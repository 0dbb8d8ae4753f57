package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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
            Process process = tokens(tenant, "create", "--name", "x").start();
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
            Process process = tokens(tenant, "list").start();
            awaitRequest(tenant, Operation.LIST);
            interrupt(process);
            process.getInputStream().readAllBytes();
            assertThat(exitCode(process, Duration.ofSeconds(4))).isEqualTo(ExitCode.INTERRUPTED);
        }
    }

    private static void interrupt(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitRequest(SandboxTenant tenant, Operation operation) throws Exception {
        for (int i = 0; i < 400 && tenant.getLedger().count(operation) == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
        assertThat(tenant.getLedger().count(operation)).isEqualTo(1);
    }
}
