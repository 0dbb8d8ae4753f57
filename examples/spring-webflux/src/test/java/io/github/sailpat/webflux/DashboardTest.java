package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sailpat.sandbox.SandboxTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in the browser: by HTTP, and in a real one where there is one. */
class DashboardTest {
    private static SandboxTenant tenant;
    private static RunningService service;

    @TempDir
    Path profile;

    @BeforeAll
    static void start() {
        tenant = SandboxTenant.start(o -> o.tokens(0).rateLimitOff());
        for (int i = 0; i < 150; i++) {
            tenant.addToken("new-" + i);
        }
        for (int i = 0; i < 5; i++) {
            tenant.addToken("<b>stale</b>-" + i, token -> token.withCreated(ago(200)));
        }
        tenant.addToken("expired", token -> token.withExpiration(ago(1), false));
        service = RunningService.of(tenant);
    }

    @AfterAll
    static void stop() {
        service.close();
        tenant.close();
    }

    private static Instant ago(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private static String get(String uri) {
        return Objects.requireNonNull(service.client()
                .get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    @Test
    void thePageAndItsFilesAreServed() {
        String page = get("/");

        assertThat(page).contains("src=\"app.js\"", "href=\"style.css\"", "default-src 'self'");
        assertThat(get("/app.js")).contains("'/tokens'", "'/tokens/unused?days=90'", "'/tokens/delete'");
        assertThat(get("/style.css")).isNotEmpty();
    }

    @Test
    void whatWasNotUsedForSomeDaysIsProposedWithAReason() {
        assertThat(get("/tokens/unused?days=90").lines())
                .hasSize(5)
                .allMatch(line -> line.contains("stale") && line.contains("\"reason\":\""));
    }

    @Test
    void aBrowserShowsTheListAndDeletesAfterAConfirmation() throws Exception {
        String program = Chromium.find();
        if (program == null) { // Surefire prints no reason of an assumption.
            System.out.println("Skipped: no Chromium is installed, so the page was tested by HTTP only");
        }
        assumeTrue(program != null, "no Chromium is installed");
        try (SandboxTenant own = SandboxTenant.start(o -> o.tokens(0).rateLimitOff())) {
            own.addToken("kept");
            for (int i = 0; i < 5; i++) {
                own.addToken(
                        "<b>stale</b>-" + i,
                        token -> token.withCreated(ago(200)).withExpiration(null, true));
            }
            try (RunningService running = RunningService.of(own);
                    Chromium browser = Chromium.open(program, profile)) {
                browser.go(running.uri("/"));
                awaitText(browser, "document.getElementById('status')?.textContent", "6 tokens");
                assertThat(browser.evaluate("document.querySelectorAll('#tokens tr').length"))
                        .isEqualTo("6");
                assertThat(browser.evaluate("document.querySelectorAll('#tokens b').length"))
                        .isEqualTo("0");
                assertThat(browser.evaluate("[...document.querySelectorAll('#chart meter')].map(bar => bar.value)"))
                        .isEqualTo("0,0,0,1,5,0");

                browser.evaluate("document.getElementById('prune').click()");
                awaitText(browser, "document.getElementById('confirm').open", "true");
                assertThat(browser.evaluate("document.getElementById('question').textContent"))
                        .startsWith("Delete 5 tokens?");
                assertThat(own.getLedger().getDeletesApplied()).isZero();

                browser.evaluate("document.getElementById('delete').click()");
                awaitText(browser, "document.getElementById('status').textContent", "1 tokens, 5 deleted");
                assertThat(own.getLedger().getTokens())
                        .singleElement()
                        .satisfies(token -> assertThat(token.name()).isEqualTo("kept"));
            }
        }
    }

    private static void awaitText(Chromium browser, String expression, String expected) {
        Await.until(expression + " is " + expected, () -> {
            try {
                return browser.evaluate(expression).equals(expected);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
