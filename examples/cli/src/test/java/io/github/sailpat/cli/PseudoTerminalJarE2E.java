package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sailpat.cli.bulk.BulkCommandTest;
import io.github.sailpat.cli.screen.TextColumns;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that people run, on a pseudo-terminal. Skipped where there is no Python to make one. */
@Timeout(180)
@EnabledOnOs({OS.LINUX, OS.MAC})
@EnabledIfSystemProperty(named = "tokens.jar", matches = ".+", disabledReason = "the file is not built yet")
class PseudoTerminalJarE2E {
    @TempDir
    Path directory = Path.of("");

    private int exitCode = -1;

    @BeforeEach
    void pythonIsThere() throws Exception {
        assumeTrue(hasPython(), "there is no python3 with os.waitstatus_to_exitcode: no pseudo-terminal is tested");
        try (InputStream script = getClass().getResourceAsStream("terminal.py")) {
            Files.copy(Objects.requireNonNull(script), directory.resolve("terminal.py"));
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            Process python = new ProcessBuilder("python3", "-c", "import os, pty; os.waitstatus_to_exitcode").start();
            return python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the terminal gets, line by line; what a bar has drawn over is a line of its own. */
    private List<String> screen(SandboxTenant tenant, int columns, String resize, String typed, String... args)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "python3",
                "terminal.py",
                String.valueOf(columns),
                resize,
                typed,
                System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of("-jar", System.getProperty("tokens.jar")));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SAIL_") || name.startsWith("TOKENS_"));
        builder.environment().put("SAIL_BASE_URL", tenant.getBaseUrl().toString());
        builder.environment().put("SAIL_CLIENT_ID", tenant.getClientId());
        if (typed.isEmpty()) {
            builder.environment().put("SAIL_CLIENT_SECRET", tenant.getClientSecret());
        }
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        exitCode = process.exitValue();
        return text.replaceAll("\u001B\\[\\d*m", "")
                .lines()
                .flatMap(
                        line -> line.replace("\u001B[K", "").replace("\r", "\n").lines())
                .toList();
    }

    private void assertFits(List<String> screen, int columns) {
        assertThat(exitCode).as("%s", screen).isZero();
        assertThat(screen)
                .allSatisfy(line -> assertThat(TextColumns.width(line)).as(line).isLessThanOrEqualTo(columns));
    }

    @ParameterizedTest
    @CsvSource({"60,ID NAME EXPIRES", "80,ID NAME LAST EXPIRES", "120,ID NAME OWNER SCOPE CREATED LAST EXPIRES"})
    void aTableFitsTheTerminal(int columns, String headings) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(20))) {
            List<String> screen = screen(tenant, columns, "", "", "list");

            assertFits(screen, columns);
            assertThat(screen).hasSize(21);
            assertThat(screen.get(0).replace("LAST USED", "LAST").strip().split(" +"))
                    .containsExactly(headings.split(" "));
        }
    }

    @Test
    void aTableFollowsATerminalThatIsResizedInTheMiddle() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(30))) {
            tenant.getFaults().add(Fault.on(Operation.LIST).dripBody(512, Duration.ofMillis(60)));
            List<String> screen = screen(tenant, 120, "6:60", "", "list");

            assertThat(exitCode).as("%s", screen).isZero();
            assertThat(screen.stream().filter(line -> line.startsWith("ID "))).hasSize(2);
            int second = screen.lastIndexOf(screen.stream()
                    .filter(line -> line.startsWith("ID ") && line.length() <= 60)
                    .findFirst()
                    .orElseThrow());
            assertThat(second).isBetween(6, 30);
            assertFits(screen.subList(second, screen.size()), 60);
        }
    }

    @Test
    void helpFitsTheTerminal() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            assertFits(screen(tenant, 60, "", "", "bulk", "--help"), 60);
        }
    }

    @Test
    void aBarNeverWraps() throws Exception {
        Files.writeString(directory.resolve("in"), BulkCommandTest.creates(6));
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(99))) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).always().delay(Duration.ofMillis(250)));
            List<String> screen = screen(tenant, 60, "", "", "bulk", "create", "--from", "in", "--concurrency", "2");

            assertThat(exitCode).as("%s", screen).isZero();
            assertThat(screen)
                    .filteredOn(line -> line.contains(" done, "))
                    .isNotEmpty()
                    .allMatch(line -> line.length() < 60);
        }
    }

    @Test
    void aSecretThatIsTypedIsNotShown() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1))) {
            List<String> screen = screen(
                    tenant, 80, "", "Client secret: =" + tenant.getClientSecret(), "list", "--secret-from", "prompt");

            assertThat(exitCode).as("%s", screen).isZero();
            assertThat(screen).noneMatch(line -> line.contains(tenant.getClientSecret()));
            assertThat(screen.get(0)).isEqualTo("Client secret: ");
            assertThat(screen).hasSize(3);
        }
    }
}
