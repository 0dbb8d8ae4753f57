package io.github.sailpat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static CreatePersonalAccessTokenRequest.Builder named() {
        return CreatePersonalAccessTokenRequest.builder().name("ci");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 0, -1, 43_201, Integer.MAX_VALUE})
    void aBearersLifeOutsideTheBoundsCannotBeBuilt(int seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().accessTokenValiditySeconds(seconds).build())
                .withMessageContaining("from 15 to 43200");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 43_200})
    void aBearersLifeAtTheBoundsCanBeBuilt(int seconds) {
        assertThatCode(() -> named().accessTokenValiditySeconds(seconds).build())
                .doesNotThrowAnyException();
    }

    @Test
    void messagesNameTheVersionsThatTheRulesSay() {
        assertThat(ApiVersion.labelsWhere(version -> true)).isEqualTo("beta, v3, v2024, v2025, v2026 and v1");
        assertThat(ApiVersion.labelsWhere(ApiVersion.BETA::equals)).isEqualTo("beta");
        String later = ApiVersion.labelsWhere(ApiVersion::canNeverExpire);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiVersion.ofLabel("v9"))
                .withMessageEndingWith("choose one of " + ApiVersion.labelsWhere(version -> true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().neverExpires().build().requireValidFor(ApiVersion.BETA, NOW))
                .withMessageEndingWith("never-expiring tokens come with " + later);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().expiresAt(NOW.plus(Duration.ofDays(200)))
                        .build()
                        .requireValidFor(ApiVersion.BETA, NOW))
                .withMessageEndingWith(later + " have no maximum");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PersonalAccessTokenPatch.create(PersonalAccessTokenPatch.Builder::neverExpires)
                        .requireValidFor(ApiVersion.BETA, NOW))
                .withMessageEndingWith(later + " can patch the expiration date too");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void onlyTokensThatCanNeverExpireHaveNoMaximum(ApiVersion version) {
        assertThat(version.getMaxLifetime()).isEqualTo(version.canNeverExpire() ? null : Period.ofMonths(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\ud800"})
    void aNameMustBeText(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreatePersonalAccessTokenRequest.create(r -> r.name(name)));
    }

    @Test
    void aNameIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreatePersonalAccessTokenRequest.builder().build())
                .withMessageContaining("name");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void everyVersionTakesADateWithinSixMonths(ApiVersion version) {
        assertThatCode(() -> named().expiresAt(NOW.plus(Duration.ofDays(180)))
                        .build()
                        .requireValidFor(version, NOW))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void noVersionTakesADateInThePast(ApiVersion version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().expiresAt(NOW).build().requireValidFor(version, NOW))
                .withMessageContaining("future");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void onlyLaterVersionsTakeADateBeyondSixMonths(ApiVersion version) {
        CreatePersonalAccessTokenRequest request =
                named().expiresAt(NOW.plus(Duration.ofDays(200))).build();
        if (version.canNeverExpire()) {
            request.requireValidFor(version, NOW);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.requireValidFor(version, NOW))
                    .withMessageContaining("within 6 months on " + version);
        }
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void anAbsentDateMeansWhatTheVersionSays(ApiVersion version) {
        CreatePersonalAccessTokenRequest silent = named().build();
        CreatePersonalAccessTokenRequest acknowledged = named().neverExpires().build();
        CreatePersonalAccessTokenRequest refused = version.canNeverExpire() ? silent : acknowledged;
        CreatePersonalAccessTokenRequest taken = version.canNeverExpire() ? acknowledged : silent;

        taken.requireValidFor(version, NOW);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> refused.requireValidFor(version, NOW))
                .withMessageContaining(version.toString());
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void aPatchOfTheDateNeedsALaterVersion(ApiVersion version) {
        Stream.of(
                        PersonalAccessTokenPatch.create(PersonalAccessTokenPatch.Builder::neverExpires),
                        PersonalAccessTokenPatch.create(p -> p.expiresAt(NOW.plusSeconds(60))))
                .forEach(patch -> {
                    if (version.canNeverExpire()) {
                        patch.requireValidFor(version, NOW);
                    } else {
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> patch.requireValidFor(version, NOW))
                                .withMessageContaining("name and scope only");
                    }
                });
    }
}
