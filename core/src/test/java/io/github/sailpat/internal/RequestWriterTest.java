package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RequestWriterTest {
    private static String write(UnaryOperator<CreatePersonalAccessTokenRequest.Builder> request) {
        return new String(
                RequestWriter.write(CreatePersonalAccessTokenRequest.create(request)), StandardCharsets.UTF_8);
    }

    @Test
    void writesEveryFieldThatIsThere() {
        assertThat(write(r -> r.name("n\"\u00e9")
                        .scope(List.of("a:b", "c"))
                        .accessTokenValiditySeconds(900)
                        .expirationDate(Instant.parse("2027-01-02T03:04:05.678999Z"))
                        .userAwareTokenNeverExpires(false)))
                .isEqualTo("{\"name\":\"n\\\"\u00e9\",\"scope\":[\"a:b\",\"c\"],\"accessTokenValiditySeconds\":900,"
                        + "\"expirationDate\":\"2027-01-02T03:04:05.678Z\",\"userAwareTokenNeverExpires\":false}");
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(write(r -> r.name("n"))).isEqualTo("{\"name\":\"n\"}");
        assertThat(write(r -> r.name("n").scope(List.of()))).isEqualTo("{\"name\":\"n\",\"scope\":[]}");
    }
}
