package io.github.sailpat.sandbox;

import static io.github.sailpat.sandbox.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedListTest {

    @ParameterizedTest(name = "{0} tokens in pieces of {1} bytes")
    @CsvSource({"0, 16384", "1, 16384", "1, 1", "7, 1", "13, 349", "1000, 1000", "20000, 16384"})
    void everyTokenComesOnceHoweverItIsCut(int count, int pieceSize) {
        try (SandboxTenant tenant =
                SandboxTenant.start(options -> options.generatedTokens(count).pieceSize(pieceSize))) {
            HttpResponse<String> response = TestClient.of(tenant).list("beta", "");

            JsonNode tokens = json(response);
            Set<String> ids = new HashSet<>();
            Set<String> names = new HashSet<>();
            for (JsonNode token : tokens) {
                ids.add(token.path("id").asText());
                names.add(token.path("name").asText());
            }
            assertThat(tokens).hasSize(count);
            assertThat(ids).hasSize(count).allMatch(id -> id.matches("[0-9a-f]{32}"));
            assertThat(names).hasSize(count);
            assertThat(tenant.getLedger().getListBytesWritten())
                    .isEqualTo(response.body().length());
        }
    }

    @Test
    void filtersAndVersionsHold() {
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.generatedTokens(1000))) {
            TestClient client = TestClient.of(tenant);

            JsonNode unused = json(client.list("v1", "?filters=lastUsed%20isnull"));

            assertThat(unused)
                    .hasSize(200)
                    .allMatch(token -> token.path("lastUsed").isNull());
            assertThat(unused).allMatch(token -> token.has("userAwareTokenNeverExpires"));
            assertThat(client.list("beta", "").body().length() / 1000).isBetween(330, 370);
            assertThat(json(client.list("beta", "?owner-id=me"))).isEmpty();
        }
    }

    @Test
    void aReaderThatPausesStopsTheWriting() throws Exception {
        int count = 300_000;
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.generatedTokens(count))) {
            InputStream body = open(tenant);
            assertThat(body.read()).isEqualTo('[');
            Ledger ledger = tenant.getLedger();

            long stopped = untilWritingStops(ledger);

            assertThat(stopped).isGreaterThan(0).isLessThan(count * 100L);
            long rest = body.transferTo(java.io.OutputStream.nullOutputStream());
            assertThat(ledger.getListBytesWritten()).isEqualTo(1 + rest).isGreaterThan(count * 330L);
        }
    }

    @Test
    void aReaderThatLeavesEndsTheWriting() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.generatedTokens(100_000_000))) {
            InputStream body = open(tenant);
            body.read();

            body.close();

            assertThat(untilWritingStops(tenant.getLedger())).isLessThan(1_000_000_000L);
            assertThat(json(TestClient.of(tenant).list("beta", "?owner-id=me"))).isEmpty();
        }
    }

    private static long untilWritingStops(Ledger ledger) throws InterruptedException {
        long stopped = -1;
        for (long now = ledger.getListBytesWritten(); now != stopped; now = ledger.getListBytesWritten()) {
            stopped = now;
            Thread.sleep(150);
        }
        return stopped;
    }

    private static InputStream open(SandboxTenant tenant) throws IOException, InterruptedException {
        TestClient signedIn = TestClient.of(tenant);
        HttpRequest request = HttpRequest.newBuilder(URI.create(tenant.getBaseUrl() + TestClient.collection("beta")))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + signedIn.bearer())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }
}
