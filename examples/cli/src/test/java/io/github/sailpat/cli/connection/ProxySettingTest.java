package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.RefusingProxy;
import io.github.sailpat.cli.error.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProxySettingTest {
    private static final String HINT = "HTTPS_PROXY is set and was not used: --proxy env uses it.";

    private final RefusingProxy proxy = RefusingProxy.start();

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        proxy.close();
    }

    private CommandRun run() {
        return CommandRun.bare()
                .in(directory)
                .variable("SAIL_BASE_URL", "https://tenant.invalid")
                .variable("SAIL_CLIENT_ID", "id")
                .variable("SAIL_CLIENT_SECRET", "secret");
    }

    private static void list(CommandRun run, String... flags) {
        String[] args = new String[flags.length + 3];
        args[0] = "list";
        args[1] = "--max-attempts";
        args[2] = "1";
        System.arraycopy(flags, 0, args, 3, flags.length);
        run.run(args);
    }

    private void assertProxyWasAsked(CommandRun run) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(proxy.requests()).singleElement().asString().startsWith("CONNECT tenant.invalid:443 ");
        assertThat(run.err())
                .contains("the proxy " + proxy.address() + " requires authentication by NTLM (407)")
                .doesNotContain("HTTPS_PROXY");
    }

    private void assertNoProxyWasAsked(CommandRun run) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(proxy.requests()).isEmpty();
        assertThat(run.err()).contains("unknown host");
    }

    @Test
    void flagNamesTheProxy() {
        CommandRun run = run();
        list(run, "--proxy", "http://" + proxy.address());
        assertProxyWasAsked(run);
        assertThat(proxy.requests().get(0).toLowerCase(Locale.ROOT)).doesNotContain("proxy-authorization");
    }

    @Test
    void passwordComesFromTheEnvironment() {
        CommandRun run = run().variable("TOKENS_PROXY_USER", "user").variable("TOKENS_PROXY_PASSWORD", "a-canary");
        list(run, "--proxy", "http://" + proxy.address());
        assertCredentials("user:a-canary");
        assertThat(run.err()).doesNotContain("canary");
    }

    private void assertCredentials(String login) {
        assertThat(proxy.requests())
                .singleElement()
                .asString()
                .contains("Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void environmentNamesTheProxyIfItIsTold(String variable) {
        CommandRun run = run().variable(variable, "http://" + proxy.address());
        list(run, "--proxy", "env");
        assertProxyWasAsked(run);
    }

    @Test
    void environmentMayHoldThePasswordAndNoScheme() {
        CommandRun run = run().variable("HTTPS_PROXY", "us%40er:a%20canary+@" + proxy.address());
        list(run, "--proxy", "env");
        assertCredentials("us@er:a canary+");
        assertThat(run.err()).doesNotContain("canary");
    }

    @Test
    void environmentDoesNotDecideUnlessItIsToldAndAFailureSaysSo() {
        CommandRun run = run().variable("HTTPS_PROXY", "http://" + proxy.address());
        list(run);
        assertNoProxyWasAsked(run);
        assertThat(run.err()).contains(HINT);
    }

    @Test
    void nothingIsSaidOfVariablesThatAreNotSet() {
        CommandRun run = run();
        list(run);
        assertNoProxyWasAsked(run);
        assertThat(run.err()).doesNotContain("PROXY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "tenant.invalid",
                "other.example, TENANT.invalid",
                ".invalid",
                "*.invalid",
                "invalid",
                "tenant.invalid:443"
            })
    void noProxyIsHonoured(String hosts) {
        CommandRun run =
                run().variable("HTTPS_PROXY", "http://" + proxy.address()).variable("NO_PROXY", hosts);
        list(run, "--proxy", "env");
        assertNoProxyWasAsked(run);
        assertThat(run.err()).contains("NO_PROXY has its host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "ant.invalid", "tenant.invalid:8443", "tenant.invalid.example", "."})
    void otherHostsOfNoProxyChangeNothing(String hosts) {
        CommandRun run =
                run().variable("HTTPS_PROXY", "http://" + proxy.address()).variable("no_proxy", hosts);
        list(run, "--proxy", "env");
        assertProxyWasAsked(run);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:canary@127.0.0.1:1",
                "https://127.0.0.1:1",
                "http://127.0.0.1",
                "http://127.0.0.1:1/canary",
                "canary canary",
                "canary"
            })
    void proxyThatCannotBeIsWrongUsage(String url) {
        CommandRun run = run();
        list(run, "--proxy", url);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOKENS_PROXY_USER", "TOKENS_PROXY_PASSWORD", "HTTPS_PROXY", "https_proxy", "NO_PROXY"})
    void variablesAreCleanedOrRefused(String variable) {
        String value = switch (variable) {
            case "TOKENS_PROXY_USER" -> "user";
            case "TOKENS_PROXY_PASSWORD" -> "a-canary";
            case "NO_PROXY" -> "other.example";
            default -> "http://" + proxy.address();
        };
        for (String dirty : new String[] {value + '\u00a0', '"' + value + '"', value + "\u200b", value + '\0'}) {
            CommandRun run = run(variable, dirty);
            list(run, "--proxy", "env");
            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .containsIgnoringCase(variable + " must not have")
                    .doesNotContain(value);
        }
        assertThat(proxy.requests()).isEmpty();

        list(run(variable, value + "\r\n"), "--proxy", "env");
        assertCredentials("user:a-canary");
    }

    private CommandRun run(String variable, String value) {
        CommandRun run = run().variable("TOKENS_PROXY_USER", "user").variable("TOKENS_PROXY_PASSWORD", "a-canary");
        if (!variable.equals("https_proxy")) {
            run.variable("HTTPS_PROXY", "http://" + proxy.address());
        }
        return run.variable(variable, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\"", "\t", "\n\n"})
    void flagIsCleanedOrRefused(String dirt) {
        CommandRun refused = run();
        list(refused, "--proxy", "http://" + proxy.address() + dirt);
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("--proxy must not have");
        assertThat(proxy.requests()).isEmpty();

        CommandRun cleaned = run();
        list(cleaned, "--proxy", "http://" + proxy.address() + '\n');
        assertProxyWasAsked(cleaned);
    }

    @Test
    void deadlineOfACallThatCouldNotConnectNamesTheProxyThatWasNotUsed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = run().variable("HTTPS_PROXY", "http://" + proxy.address())
                    .variable("SAIL_BASE_URL", "https://127.0.0.1:" + silent.getLocalPort());
            list(run, "--deadline", "300ms");

            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("deadline").contains(HINT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@127.0.0.1:1", "user:@127.0.0.1:1", ":canary%zz@127.0.0.1:1", "https://127.0.0.1:1"})
    void variableThatCannotBeIsWrongUsage(String url) {
        CommandRun run = run().variable("HTTPS_PROXY", url);
        list(run, "--proxy", "env");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).doesNotContain("canary");
    }
}
