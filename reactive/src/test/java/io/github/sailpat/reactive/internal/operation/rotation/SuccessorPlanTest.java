package io.github.sailpat.reactive.internal.operation.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SuccessorPlanTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final RotationOptions OPTIONS = RotationOptions.of(created -> Mono.empty());
    /** Never, two years, and more than the tolerance above six months. */
    private static final List<PersonalAccessToken> LONG_LIVED = List.of(
            token(t -> t.expirationDate(null)),
            token(t -> t.expirationDate(NOW.plus(Duration.ofDays(700)))),
            token(t -> t.expirationDate(NOW.plus(Duration.ofDays(160)))));

    private static PersonalAccessToken token(UnaryOperator<PersonalAccessToken.Builder> customizer) {
        return customizer
                .apply(PersonalAccessToken.builder()
                        .id("0123456789abcdef")
                        .name("ci")
                        .scope(List.of("a", "b"))
                        .created(NOW.minus(Duration.ofDays(30)))
                        .expirationDate(NOW.plus(Duration.ofDays(60)))
                        .owner(Owner.builder().id("owner").build()))
                .build();
    }

    private static SuccessorPlan plan(PersonalAccessToken old) {
        return SuccessorPlan.of(old, OPTIONS, ApiVersion.BETA, NOW);
    }

    @Test
    void takesOverScopesValidityAndLifetime() {
        PersonalAccessToken old =
                token(t -> t.accessTokenValiditySeconds(900).expirationDate(NOW.plus(Duration.ofDays(10))));

        SuccessorPlan plan = plan(old);

        assertThat(plan.request().getScope()).containsExactly("a", "b");
        assertThat(plan.request().getAccessTokenValiditySeconds()).isEqualTo(900);
        assertThat(plan.request().getExpirationDate()).isEqualTo(NOW.plus(Duration.ofDays(40)));
    }

    @Test
    void replacesTheSuffixOfAnEarlierRotation() {
        assertThat(plan(token(t -> t)).request().getName()).isEqualTo("ci (after 89abcdef)");
        assertThat(plan(token(t -> t.name("ci (after 00000000)"))).request().getName())
                .isEqualTo("ci (after 89abcdef)");
    }

    @Test
    void aLaterTokenOfTheSameKindIsALeftover() {
        PersonalAccessToken existing =
                token(t -> t.id("other").name("ci (after 89abcdef)").created(NOW));

        assertThat(plan(token(t -> t)).isLeftover(existing)).isTrue();
    }

    @Test
    void isNoLeftoverOfAnotherKind() {
        SuccessorPlan plan = plan(token(t -> t));
        assertThat(plan.isLeftover(token(t -> t))).as("the token itself").isFalse();
        assertThat(plan.isLeftover(token(t -> t.id("x").scope(List.of("a")))))
                .as("other scopes")
                .isFalse();
        assertThat(plan.isLeftover(token(t -> t.id("x").managed(true))))
                .as("managed")
                .isFalse();
        assertThat(plan.isLeftover(token(t -> t.id("x").created(NOW.minus(Duration.ofDays(31))))))
                .as("older")
                .isFalse();
        assertThat(plan.isLeftover(token(t -> t.id("x").unreadableFields(Set.of("managed")))))
                .as("unreadable")
                .isFalse();
    }

    @Test
    void saysThatTheVersionShortensTheLifetime() {
        for (PersonalAccessToken old : LONG_LIVED) {
            SuccessorPlan plan = plan(old);
            assertThat(plan.shorteningByVersion())
                    .contains("beta is six months", "shorterLifetime(true)", "v2025, v2026, v1");
            assertThat(plan.request().getExpirationDate()).isNull();
            assertThat(plan.isLifetimeShorter()).isTrue();

            SuccessorPlan kept = SuccessorPlan.of(old, OPTIONS, ApiVersion.V2026, NOW);
            assertThat(kept.shorteningByVersion()).isNull();
            assertThat(kept.isLifetimeShorter()).isFalse();
        }
        assertThat(plan(LONG_LIVED.get(0)).shorteningByVersion()).contains("never expires");
        assertThat(plan(LONG_LIVED.get(1)).shorteningByVersion()).contains("730 days");
    }

    @Test
    void theMaximumIsKeptWhateverMonthsItHas() {
        for (int days = 178; days <= 188; days++) {
            Duration rest = Duration.ofDays(days - 30L);
            SuccessorPlan plan = plan(token(t -> t.expirationDate(NOW.plus(rest))));
            assertThat(plan.shorteningByVersion()).as("%d days", days).isNull();
            assertThat(plan.isLifetimeShorter()).as("%d days", days).isFalse();
        }
    }

    @Test
    void anExplicitLifetimeIsTheRequestForAShorterOne() {
        RotationOptions explicit = RotationOptions.create(o -> o.handOver(created -> Mono.empty())
                .request((old, request) -> request.expiresAt(NOW.plus(Duration.ofDays(50)))));
        for (PersonalAccessToken old : LONG_LIVED) {
            SuccessorPlan plan = SuccessorPlan.of(old, explicit, ApiVersion.BETA, NOW);
            assertThat(plan.shorteningByVersion()).isNull();
            assertThat(plan.isLifetimeShorter()).isTrue();
        }
        PersonalAccessToken shortLived = token(t -> t.expirationDate(NOW.plus(Duration.ofDays(10))));
        assertThat(SuccessorPlan.of(shortLived, explicit, ApiVersion.BETA, NOW).isLifetimeShorter())
                .isFalse();
    }

    @Test
    void refusesToGuessWhatCouldNotBeRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(token(t -> t.unreadableFields(Set.of("scope")))))
                .withMessageContainingAll("the scopes", "request(...)", "scope(...)");
    }
}
