package io.github.sailpat.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonalAccessTokenPatchTest {

    @Test
    void replacesWhatItNamesAndLeavesTheRest() {
        PersonalAccessTokenPatch patch =
                PersonalAccessTokenPatch.create(p -> p.name("new").scope(List.of("a:b")));

        assertThat(patch.toJsonPatch().toJson())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"new\"},"
                        + "{\"op\":\"replace\",\"path\":\"/scope\",\"value\":[\"a:b\"]}]");
        assertThat(patch.toJsonPatch().isIdempotent()).isTrue();
    }

    @Test
    void neverExpiresSendsTheNullWithItsAcknowledgement() {
        assertThat(PersonalAccessTokenPatch.create(PersonalAccessTokenPatch.Builder::neverExpires)
                        .toJsonPatch()
                        .toJson())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/expirationDate\",\"value\":null},"
                        + "{\"op\":\"replace\",\"path\":\"/userAwareTokenNeverExpires\",\"value\":true}]");
    }

    @Test
    void theLastWordOnExpiryCounts() {
        Instant date = Instant.parse("2027-01-02T03:04:05.006789Z");
        PersonalAccessTokenPatch patch =
                PersonalAccessTokenPatch.create(p -> p.neverExpires().expiresAt(date));

        assertThat(patch.toJsonPatch().toJson())
                .isEqualTo(
                        "[{\"op\":\"replace\",\"path\":\"/expirationDate\",\"value\":\"2027-01-02T03:04:05.006Z\"}]");
        assertThat(PersonalAccessTokenPatch.create(p -> p.expiresAt(date).neverExpires())
                        .isNeverExpiring())
                .isTrue();
    }

    @Test
    void changesNothingWhenEmpty() {
        assertThat(PersonalAccessTokenPatch.builder().build().toJsonPatch().isEmpty())
                .isTrue();
    }
}
