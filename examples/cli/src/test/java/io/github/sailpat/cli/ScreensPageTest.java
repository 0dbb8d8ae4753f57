package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page with screens has what the command prints now. */
class ScreensPageTest {
    private static final Path PAGE = Path.of("docs/screens.md");
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @BeforeEach
    void addTokens() {
        add("5f1c0d2e9a7b4c3d8e6f1a2b3c4d5e6f", "ci-deploy", "Amina Murphy", "2026-01-12", "2026-11-20", "2099-01-31");
        add("8a2b4c6d0e1f3a5b7c9d2e4f6a8b0c1d", "backup-nightly", "Jakub Tanaka", "2025-07-01", null, null);
        add(
                "0d9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a",
                "grafana-export-production-eu-west",
                "Elif Costa",
                "2024-03-05",
                "2024-04-01",
                "2025-03-05");
    }

    private void add(
            String id, String name, String owner, String created, @Nullable String used, @Nullable String expires) {
        tenant.addToken(
                name,
                t -> t.withId(id)
                        .withOwner("id-of-" + owner.charAt(0), owner)
                        .withScope(List.of("idn:accounts:read"))
                        .withCreated(day(created))
                        .withLastUsed(used == null ? null : day(used))
                        .withExpiration(expires == null ? null : day(expires), expires == null));
    }

    private static Instant day(String date) {
        return Instant.parse(date + "T12:00:00Z");
    }

    @AfterEach
    void close() {
        tenant.close();
    }

    /** A screen as a block of the page. */
    private String screen(int width, String command) {
        CommandRun run =
                CommandRun.against(tenant).width(() -> width).onTerminal().variable("NO_COLOR", "1");
        run.run(command.split(" "));
        assertThat(run.exitCode()).as("%s", run).isZero();
        return "In " + width + " columns:\n\n" + ("$ tokens " + command + '\n' + run.out()).indent(4) + '\n';
    }

    @Test
    void theScreensAreThoseOfTheCommand() throws Exception {
        String page = "# Screens\n\n"
                + "What [the command](../README.md) prints on a terminal, without its colors. The build compares"
                + " this page with the\n"
                + "command.\n\n" + screen(80, "list")
                + screen(110, "list --sort expirationDate")
                + screen(80, "show backup-nightly");
        Files.writeString(Path.of("target/screens.md"), page.stripTrailing() + '\n');

        assertThat(PAGE)
                .as("target/screens.md has what the command prints")
                .usingCharset(StandardCharsets.UTF_8)
                .hasContent(page.stripTrailing());
    }
}
