package io.github.sailpat.cli.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultHandOverTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer vault = server();
    private int readStatus = 404;
    private String current = "{\"errors\":[]}";
    private int writeStatus = 200;
    private String confirmation = "{\"data\":{\"version\":8}}";
    private String written = "";

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        vault.createContext("/", this::handle);
        vault.start();
    }

    @AfterEach
    void close() {
        vault.stop(0);
        tenant.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean write = exchange.getRequestMethod().equals("POST");
        requests.add(exchange.getRequestMethod()
                + ' '
                + exchange.getRequestURI().getRawPath()
                + ' '
                + exchange.getRequestHeaders().getFirst("X-Vault-Token"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (write) {
            written = new String(body, StandardCharsets.UTF_8);
        }
        byte[] answer = (write ? confirmation : current).getBytes(StandardCharsets.UTF_8);
        if (write && writeStatus == 0) {
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(write ? writeStatus : readStatus, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private CommandRun run() {
        return run("ci key");
    }

    private CommandRun run(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("create", "--name", name, "--secret-to", "vault:secret/sailpoint/{name}"));
        arguments.addAll(List.of(more));
        return runWith(arguments.toArray(String[]::new));
    }

    private CommandRun runWith(String... arguments) {
        return CommandRun.against(tenant)
                .variable("VAULT_ADDR", "http://127.0.0.1:" + vault.getAddress().getPort())
                .variable("VAULT_TOKEN", "made-up")
                .run(arguments);
    }

    @Test
    void aNewSecretIsWrittenIfThereIsNoneYet() throws Exception {
        CommandRun run = run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(requests)
                .containsExactly(
                        "GET /v1/secret/data/sailpoint/ci%20key made-up",
                        "POST /v1/secret/data/sailpoint/ci%20key made-up");
        JsonNode body = MAPPER.readTree(written);
        assertThat(body.path("options").path("cas").asInt(-1)).isZero();
        assertThat(body.path("data").path("client_secret").textValue())
                .isEqualTo(tenant.getLedger().findByName("ci key").get(0).secret());
    }

    @Test
    void anOldSecretIsReplacedInItsCurrentVersion() throws Exception {
        readStatus = 200;
        current = "{\"data\":{\"data\":{},\"metadata\":{\"version\":7}}}";

        assertThat(run().exitCode()).isZero();
        assertThat(MAPPER.readTree(written).path("options").path("cas").asInt()).isEqualTo(7);
    }

    @Test
    void aSecretThatSomebodyElseHasWrittenMeanwhileIsNotOverwritten() {
        writeStatus = 400;
        CommandRun run = run();

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("not handed over", "somebody else has written it meanwhile");
        assertThat(run.err()).doesNotContain("made-up");
    }

    @Test
    void aVaultThatRefusesIsAFailedHandOver() {
        readStatus = 403;

        assertThat(run().err()).contains("VAULT_TOKEN may not do that");
        vault.stop(0);
        assertThat(run("other").err()).contains("cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Sign in</html>",
                "{}",
                "{\"data\":{\"metadata\":{\"version\":\"seven\"}}}",
                "{\"data\":{\"data\":{\"client_secret\":0ld-secret}}}",
            })
    void whatIsNotVaultsIsSaidAndNotQuoted(String body) {
        readStatus = 200;
        current = body;
        CommandRun run = run("ci key", "--verbose");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("not Vault's key-value store", "check VAULT_ADDR");
        assertThat(run.err()).doesNotContain("cannot be reached", "Sign in", "0ld", "seven");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aMountOfVersionOneTakesAnObjectAndStoresNoSecret() {
        String old = tenant.addToken("ci").id();
        writeStatus = 204;
        confirmation = "";
        CommandRun run = runWith("rotate", old, "--secret-to", "vault:secret/ci");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out() + run.err())
                .contains("did not confirm a version of secret/ci: its mount must be of version 2");
        assertThat(tenant.getLedger().getDeletedIds()).doesNotContain(old);
    }

    @ParameterizedTest
    @CsvSource({
        "https://vault_dev:8200,'',must be https://HOST",
        "https://user:hunter2@vault:8200,'',must have neither a user",
        "https://us er:hunter2@vault,'',is no valid URL",
        "https://vault:8200,'a b',must be visible ASCII"
    })
    void settingsOfVaultAreCheckedBeforeACreate(String address, String namespace, String message) {
        CommandRun run = CommandRun.against(tenant)
                .variable("VAULT_ADDR", address)
                .variable("VAULT_TOKEN", "made-up")
                .variable("VAULT_NAMESPACE", namespace)
                .run("create", "--name", "x", "--secret-to", "vault:secret/x");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message).doesNotContain("hunter2");
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
    }

    @Test
    void aPageThatIsNotFoundIsNotVaults() {
        current = "<html>404</html>";

        assertThat(run().err()).contains("not Vault's key-value store");
        assertThat(written).isEmpty();
    }

    @Test
    void aWriteThatIsNotConfirmedMayHaveBeenDone() {
        writeStatus = 0;

        assertThat(run().err()).contains("did not confirm that it has written secret/sailpoint/ci key");
    }

    @Test
    void aVaultInTheClearIsRefused() {
        CommandRun run = CommandRun.against(tenant)
                .variable("VAULT_ADDR", "http://vault.example:8200")
                .variable("VAULT_TOKEN", "made-up")
                .run("create", "--name", "x", "--secret-to", "vault:secret/x");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("VAULT_ADDR must be https");
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
    }
}
