package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file that people run, as a process of its own, and the page that tells them how. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "service.jar", matches = ".+", disabledReason = "the file is not built yet")
class TokenServiceJarE2E {
    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");
    private static final Pattern SECRET = Pattern.compile("\"secret\":\"([^\"]+)\"");
    private static final int SECONDS = 60;

    @TempDir
    static Path directory = Path.of("");

    private final Path log = directory.resolve("log");
    private Process service;
    private String port;

    @BeforeEach
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("service.jar"),
                "--server.port=0",
                "--spring.profiles.active=sandbox",
                "--logging.level.org.springframework.web=TRACE",
                "--logging.level.io.github.sailpat=TRACE");
        builder.environment().keySet().removeIf(name -> name.startsWith("SAILPAT_"));
        service = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Await.until("the service listens", () -> PORT.matcher(log()).find());
        Matcher line = PORT.matcher(log());
        assertThat(line.find()).isTrue();
        port = line.group(1);
    }

    @AfterEach
    void kill() {
        service.destroyForcibly();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String run(String command) throws Exception {
        Path out = directory.resolve("out");
        Process shell = new ProcessBuilder("/bin/sh", "-c", command.replace("8080", port))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(shell.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s", command).isTrue();
        assertThat(shell.exitValue()).as("%s", command).isZero();
        return Files.readString(out);
    }

    @Test
    void commandsOfThePageWorkAndTheLogHasNoSecretAndSigtermEndsIt() throws Exception {
        assumeThat(run("command -v curl || true")).as("curl is there").isNotEmpty();
        List<String> commands = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(commands).hasSize(6);

        assertThat(run(commands.get(0)).lines()).hasSize(301);
        run(commands.get(1));
        Matcher secret = SECRET.matcher(run(commands.get(2)));
        assertThat(secret.find()).isTrue();
        assertThat(run(commands.get(3))).contains("event:done").contains("\"succeeded\":20");
        assertThat(run(commands.get(4))).contains("\"status\":\"UP\"");
        assertThat(run(commands.get(5)))
                .contains(
                        "tokens_bulk_outcomes_total{outcome=\"succeeded\"} 20.0", "reactor_netty_connection_provider_");

        service.destroy();
        assertThat(service.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).contains("the tenant is embedded").doesNotContain(secret.group(1));
    }
}
