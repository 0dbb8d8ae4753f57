package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ApplicationTest {
    private static SandboxTenant tenant;
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() {
        tenant = SandboxTenant.start(o -> o.tokens(7));
        context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--sailpat.base-url=" + tenant.getBaseUrl(),
                "--sailpat.client-id=" + tenant.getClientId(),
                "--sailpat.client-secret=" + tenant.getClientSecret());
    }

    @AfterAll
    static void stop() {
        context.close();
        tenant.close();
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(30))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aListIsRead() throws Exception {
        HttpResponse<String> response = send("GET", "/names");

        assertEquals(200, response.statusCode());
        assertTrue(response.body().endsWith(" tokens"), response.body());
    }

    @Test
    void aCreatedSecretIsTheTenants() throws Exception {
        HttpResponse<String> response = send("POST", "/tokens?name=made");

        assertEquals(200, response.statusCode());
        assertEquals(tenant.getLedger().findByName("made").get(0).secret(), response.body());
    }

    @Test
    void aLostSecretIsNoDisconnectOfTheCaller() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.CREATE).resetAfterApplying());

        HttpResponse<String> response = send("POST", "/tokens?name=lost");

        assertEquals(502, response.statusCode(), response.body());
        assertTrue(
                response.body().contains(tenant.getLedger().findByName("lost").get(0).id()), response.body());
    }

    @Test
    void aCreatedTokenThatIsReturnedIsAnError() throws Exception {
        HttpResponse<String> response = send("POST", "/careless?name=careless");

        assertNotNull(tenant.getLedger().findByName("careless").get(0));
        assertTrue(response.statusCode() >= 400, response.statusCode() + " " + response.body());
        assertFalse(response.body().contains(tenant.getLedger().findByName("careless").get(0).id()), response.body());
    }
}
