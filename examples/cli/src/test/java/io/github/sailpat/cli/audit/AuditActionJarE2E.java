package io.github.sailpat.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.SandboxTenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The GitHub action: its steps are run as a runner runs them, but for those that use other actions. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "tokens.jar", matches = ".+", disabledReason = "the file is not built yet")
class AuditActionJarE2E {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([a-z.-]+) *}}");
    private static final Path ACTION = Path.of("../../.github/actions/audit/action.yml");

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(5));
    private final StringBuilder output = new StringBuilder();

    @TempDir
    Path runner = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private int run(Map<String, String> inputs) throws Exception {
        Map<String, Object> action =
                map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ACTION)));
        Map<String, String> values = new HashMap<>(Map.of("runner.temp", runner.toString()));
        map(action.get("inputs")).forEach((name, input) -> {
            String given = inputs.getOrDefault(name, (String) map(input).get("default"));
            assertThat(given).as("the input %s", name).isNotNull();
            values.put("inputs." + name, given);
        });
        for (Object step : (List<?>) map(action.get("runs")).get("steps")) {
            Map<String, Object> each = map(step);
            if (each.containsKey("run")) {
                int exitCode = shell(each, values);
                if (exitCode != 0) {
                    return exitCode;
                }
            }
        }
        return 0;
    }

    private int shell(Map<String, Object> step, Map<String, String> values) throws Exception {
        assertThat(step.get("shell")).isEqualTo("bash");
        assertThat(step.get("run").toString())
                .as("no input is pasted into a script")
                .doesNotContain("${{");
        Path script =
                Files.writeString(runner.resolve("script.sh"), step.get("run").toString());
        ProcessBuilder builder =
                new ProcessBuilder("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script.toString());
        builder.environment().put("RUNNER_TEMP", runner.toString());
        builder.environment()
                .put("GITHUB_STEP_SUMMARY", runner.resolve("summary.md").toString());
        map(step.get("env"))
                .forEach((name, value) -> builder.environment()
                        .put(
                                name,
                                EXPRESSION.matcher(value.toString()).replaceAll(found -> values.get(found.group(1)))));
        Process process = builder.redirectErrorStream(true).start();
        output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Map<String, String> inputs(String failOn) {
        return Map.of(
                "base-url", tenant.getBaseUrl().toString(),
                "client-id", tenant.getClientId(),
                "client-secret", tenant.getClientSecret(),
                "fail-on", failOn,
                "jar", System.getProperty("tokens.jar"),
                "java", System.getProperty("java.home") + "/bin/java");
    }

    @Test
    void itWritesTheReportAndFailsOnATokenThatExpires() throws Exception {
        tenant.addToken("soon", t -> t.withExpiration(Instant.now().plus(Duration.ofDays(5)), false));

        assertThat(run(inputs("expiring"))).as("%s", output).isEqualTo(ExitCode.EXPIRING);
        assertThat(runner.resolve("tokens-audit/report.html")).exists();
        assertThat(runner.resolve("tokens-audit/csv/tokens.csv")).content().contains(",soon,");
        assertThat(runner.resolve("summary.md"))
                .content()
                .startsWith("## Personal access tokens\n```\nTokens ")
                .endsWith("\n```\n");
        assertThat(output).contains("soon").doesNotContain(tenant.getClientSecret());
    }

    @Test
    void itPassesIfNothingFails() throws Exception {
        assertThat(run(inputs("none"))).as("%s", output).isZero();
    }

    @Test
    void theCatalogueOfJbangHasTheCommand() throws Exception {
        String catalogue = Files.readString(Path.of("../../.jbang/jbang-catalog.json"));

        assertThat(map(new Load(LoadSettings.builder().build()).loadFromString(catalogue)))
                .extractingByKey("aliases")
                .asString()
                .contains("tokens", "/releases/latest/download/tokens.jar");
    }
}
