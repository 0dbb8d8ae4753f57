package io.github.sailpat.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaleTokenRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final Duration DAY = Duration.ofDays(1);

    private static @Nullable String reason(UnaryOperator<PersonalAccessToken.Builder> change) {
        PersonalAccessToken.Builder token =
                PersonalAccessToken.builder().id("id").name("name").created(NOW.minus(Duration.ofDays(400)));
        return new StaleTokenRule(QUARTER, NOW)
                .reasonToPrune(change.apply(token).build());
    }

    @Test
    void theReasonHasTheDateThatDecided() {
        assertThat(reason(t -> t)).isEqualTo("never used, created 2025-10-20, 400 days ago");
        assertThat(reason(t -> t.lastUsed(NOW.minus(Duration.ofDays(100)))))
                .isEqualTo("last used 2026-08-16, 100 days ago");
    }

    @Test
    void aDayMoreThanAskedForMustHavePassed() {
        assertThat(reason(t -> t.lastUsed(NOW.minus(QUARTER)))).isNull();
        assertThat(reason(t -> t.lastUsed(NOW.minus(QUARTER).minus(DAY).plusMillis(1))))
                .isNull();
        assertThat(reason(t -> t.lastUsed(NOW.minus(QUARTER).minus(DAY)))).isNotNull();
        assertThat(reason(t -> t.created(NOW.minus(QUARTER).minus(DAY)))).isNotNull();
        assertThat(reason(t -> t.created(NOW.minus(QUARTER)))).isNull();
    }

    @Test
    void aUseCountsHoweverOldTheTokenIs() {
        assertThat(reason(t -> t.created(NOW.minus(Duration.ofDays(3_000))).lastUsed(NOW.minus(DAY))))
                .isNull();
    }

    @Test
    void aTokenThatIsYoungerThanTheTimeIsInUseWhateverItsLastUseSays() {
        assertThat(reason(t -> t.created(NOW.minus(QUARTER)).lastUsed(NOW.minus(Duration.ofDays(200)))))
                .isNull();
        assertThat(reason(t -> t.created(NOW.minus(QUARTER).minus(DAY)).lastUsed(NOW.minus(Duration.ofDays(200)))))
                .isNotNull();
    }

    @Test
    void managedTokensAreNeverStale() {
        assertThat(reason(t -> t.managed(true))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accessTokenValiditySeconds",
                "created",
                "expirationDate",
                "lastUsed",
                "managed",
                "name",
                "owner",
                "scope",
                "userAwareTokenNeverExpires"
            })
    void aTokenWithAnUnreadableFieldIsNeverStale(String field) {
        assertThat(reason(t -> t.addUnreadableFields(field))).isNull();
    }

    @Test
    void aTokenWithoutCreationIsNeverStale() {
        assertThat(reason(t -> t.created(null))).isNull();
        assertThat(reason(t -> t.created(null).lastUsed(NOW.minus(Duration.ofDays(200)))))
                .isNull();
    }

    @Test
    void whatMakesNoSenseIsLeftAlone() {
        assertThat(reason(t -> t.created(Instant.EPOCH))).isNull();
        assertThat(reason(t -> t.lastUsed(Instant.parse("0001-01-01T00:00:00Z"))))
                .isNull();
        assertThat(reason(t -> t.lastUsed(NOW.plus(DAY)))).isNull();
        assertThat(reason(t -> t.created(NOW.plus(DAY)).lastUsed(NOW.minus(Duration.ofDays(200)))))
                .isNull();
        assertThat(reason(t -> t.id(" "))).isNull();
    }

    @Test
    void aTimeFinerThanTheTenantsOwnIsRefused() {
        assertThat(new StaleTokenRule(StaleTokenRule.SHORTEST, NOW)).isNotNull();
        assertThatThrownBy(() -> new StaleTokenRule(StaleTokenRule.SHORTEST.minusMillis(1), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 days");
        assertThatThrownBy(() -> new StaleTokenRule(Duration.ofDays(-5), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
