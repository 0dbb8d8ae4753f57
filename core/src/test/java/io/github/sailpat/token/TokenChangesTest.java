package io.github.sailpat.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenChangesTest {
    private static final Instant DATE = Instant.parse("2027-01-02T03:04:05.006789Z");
    private static final PersonalAccessToken TOKEN = PersonalAccessToken.builder()
            .id("i")
            .name("old")
            .scope(List.of("a", "b"))
            .created(DATE.minus(Duration.ofDays(9)))
            .expirationDate(DATE)
            .userAwareTokenNeverExpires(false)
            .accessTokenValiditySeconds(600)
            .build();

    private static PersonalAccessToken.Builder wish() {
        return PersonalAccessToken.builder().from(TOKEN);
    }

    @Test
    void onlyWhatDiffersIsChanged() {
        PersonalAccessTokenPatch patch = PersonalAccessTokenPatch.between(
                TOKEN, wish -> wish.name("new").scope(List.of("a", "b")).expiresAt(DATE));

        assertThat(patch).isEqualTo(PersonalAccessTokenPatch.create(p -> p.name("new")));
        assertThat(PersonalAccessTokenPatch.between(TOKEN, wish().name("new").build()))
                .isEqualTo(patch);
        assertThat(patch.isEmpty()).isFalse();
        assertThat(patch.toJsonPatch().toJson())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"new\"}]");
    }

    @Test
    void whatIsSoAlreadyIsAnEmptyPatch() {
        for (PersonalAccessTokenPatch patch : List.of(
                PersonalAccessTokenPatch.between(TOKEN, TOKEN),
                PersonalAccessTokenPatch.between(TOKEN, wish -> wish),
                PersonalAccessTokenPatch.between(TOKEN, wish -> wish.scope(List.of("b", "a", "b"))),
                PersonalAccessTokenPatch.between(TOKEN, wish().scope(null).build()),
                PersonalAccessTokenPatch.between(
                        TOKEN, wish().accessTokenValiditySeconds(null).build()),
                PersonalAccessTokenPatch.between(TOKEN, wish -> wish.expiresAt(DATE.minusNanos(789_000))),
                PersonalAccessTokenPatch.between(
                        TOKEN, wish().lastUsed(DATE).managed(true).build()))) {
            assertThat(patch.isEmpty()).as("%s", patch).isTrue();
            assertThat(patch.toJsonPatch().isEmpty()).isTrue();
            assertThat(patch.preview(TOKEN)).isEqualTo(TOKEN);
        }
    }

    @Test
    void noDateMeansNeverAndIsAcknowledged() {
        PersonalAccessToken never = wish().expirationDate(null).build();
        PersonalAccessTokenPatch patch = PersonalAccessTokenPatch.between(TOKEN, never);

        assertThat(patch).isEqualTo(PersonalAccessTokenPatch.create(PersonalAccessTokenPatch.Builder::neverExpires));
        assertThat(patch.toJsonPatch().size()).isEqualTo(2);
        assertThat(PersonalAccessTokenPatch.between(TOKEN, PersonalAccessTokenPatch.Builder::neverExpires))
                .isEqualTo(patch);
        assertThat(patch.preview(TOKEN))
                .isEqualTo(wish().expirationDate(null)
                        .userAwareTokenNeverExpires(true)
                        .build());
        assertThat(PersonalAccessTokenPatch.between(never, TOKEN))
                .isEqualTo(PersonalAccessTokenPatch.create(p -> p.expiresAt(DATE)));
    }

    @Test
    void aTokenWithoutDateNeedsTheAcknowledgementOnlyWhereItSaysThatThereIsNone() {
        PersonalAccessToken.Builder never = wish().expirationDate(null);

        for (Boolean known : new Boolean[] {null, true}) {
            PersonalAccessToken token = never.userAwareTokenNeverExpires(known).build();
            assertThat(PersonalAccessTokenPatch.between(token, PersonalAccessTokenPatch.Builder::neverExpires)
                            .isEmpty())
                    .isTrue();
        }
        assertThat(PersonalAccessTokenPatch.between(
                                never.userAwareTokenNeverExpires(false).build(),
                                PersonalAccessTokenPatch.Builder::neverExpires)
                        .isNeverExpiring())
                .isTrue();
    }

    @Test
    void scopesThatTheTokenDoesNotTellAreSet() {
        PersonalAccessToken unknown = wish().scope(null).build();

        assertThat(PersonalAccessTokenPatch.between(unknown, wish -> wish.scope(List.of()))
                        .getScope())
                .isEmpty();
        assertThat(PersonalAccessTokenPatch.between(unknown, unknown).isEmpty()).isTrue();
    }

    @Test
    void anOldNameThatNobodyCouldGiveAnewIsLeftAlone() {
        PersonalAccessToken malformed = wish().name(" two\nlines").build();
        PersonalAccessToken desired = PersonalAccessToken.builder()
                .from(malformed)
                .scope(List.of("c"))
                .build();

        assertThat(PersonalAccessTokenPatch.between(malformed, desired))
                .isEqualTo(PersonalAccessTokenPatch.create(p -> p.scope(List.of("c"))));
        assertThat(PersonalAccessTokenPatch.between(malformed, malformed).isEmpty())
                .isTrue();
    }

    @Test
    void whatNoPatchCanChangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PersonalAccessTokenPatch.between(
                        TOKEN, wish().id("other").build()))
                .withMessageContaining("id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PersonalAccessTokenPatch.between(
                        TOKEN, wish().accessTokenValiditySeconds(900).build()))
                .withMessageContaining("accessTokenValiditySeconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PersonalAccessTokenPatch.between(TOKEN, wish().name(" ").build()));
    }

    static IntStream seeds() {
        return IntStream.concat(IntStream.range(0, 20), IntStream.of((int) System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void thePatchOfAWishMakesTheWishAndAsksForNothingMoreThen(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            PersonalAccessToken token = any(random);
            PersonalAccessToken desired = any(random);
            PersonalAccessTokenPatch patch = PersonalAccessTokenPatch.between(token, desired);
            PersonalAccessToken made = patch.preview(token);

            assertThat(made.getName()).isEqualTo(desired.getName());
            if (desired.getScope() != null) {
                assertThat(made.getScope()).hasSameElementsAs(desired.getScope());
            }
            assertThat(made.neverExpires()).isEqualTo(desired.neverExpires());
            assertThat(PersonalAccessTokenPatch.between(made, desired).isEmpty())
                    .as("%s then %s", patch, made)
                    .isTrue();
            assertThat(patch.toJsonPatch().isIdempotent()).isTrue();
            assertThat(patch.isEmpty()).isEqualTo(patch.toJsonPatch().isEmpty());
            String text = patch.toJsonPatch().toJson();
            assertThat(text.contains("\"path\":\"/expirationDate\",\"value\":null"))
                    .isEqualTo(text.contains("\"path\":\"/userAwareTokenNeverExpires\",\"value\":true"));
        }
    }

    private static PersonalAccessToken any(Random random) {
        @Nullable Instant date = random.nextInt(3) == 0 ? null : DATE.plusNanos(400_000L * random.nextInt(9));
        List<String> scope =
                random.ints(random.nextInt(4), 0, 3).mapToObj(Integer::toString).toList();
        return wish().name("n" + random.nextInt(2))
                .scope(random.nextInt(5) == 0 ? null : scope)
                .expirationDate(date)
                .userAwareTokenNeverExpires(
                        random.nextInt(3) == 0 ? null : (Boolean) (date == null && random.nextInt(4) > 0))
                .build();
    }

    @Test
    void whatCouldNotBeReadIsNoWishAndNoFact() {
        PersonalAccessToken malformed = wish().expirationDate(null)
                .scope(null)
                .addUnreadableFields("expirationDate", "scope")
                .build();

        PersonalAccessTokenPatch renamed = PersonalAccessTokenPatch.between(
                malformed,
                PersonalAccessToken.builder().from(malformed).name("other").build());
        assertThat(renamed).isEqualTo(PersonalAccessTokenPatch.create(p -> p.name("other")));
        assertThat(PersonalAccessTokenPatch.between(malformed, p -> p.neverExpires())
                        .isNeverExpiring())
                .isTrue();
    }
}
