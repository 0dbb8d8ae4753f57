package io.github.sailpat.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAuditorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static PersonalAccessToken token(UnaryOperator<PersonalAccessToken.Builder> change) {
        return change.apply(PersonalAccessToken.builder()
                        .id("id")
                        .name("name")
                        .scope(List.of("sp:scopes:default"))
                        .created(NOW.minus(Duration.ofDays(400)))
                        .lastUsed(NOW)
                        .expirationDate(NOW.plus(Duration.ofDays(60))))
                .build();
    }

    private static AuditReport audit(AuditOptions options, List<PersonalAccessToken> tokens) {
        TokenAuditor auditor = new TokenAuditor(options, NOW);
        tokens.forEach(auditor::add);
        return auditor.report();
    }

    private static AuditReport audit(PersonalAccessToken... tokens) {
        return audit(AuditOptions.standard(), List.of(tokens));
    }

    @Test
    void ofNothingAllIsZero() throws Exception {
        AuditReport report = audit();

        assertThat(report.getTotal()).isZero();
        assertThat(report.getOwners()).isEmpty();
        assertThat(report.getCreatedByMonth().getMonths()).isEmpty();
        assertThat(new ObjectMapper().readTree(report.toJson()).path("total").intValue())
                .isZero();
    }

    @Test
    void boundsCountAsWhatTheySay() {
        Duration month = Duration.ofDays(30);
        Duration quarter = Duration.ofDays(90);
        AuditReport report = audit(
                token(t -> t.expirationDate(NOW)),
                token(t -> t.expirationDate(NOW.plusMillis(1))),
                token(t -> t.expirationDate(NOW.plus(month))),
                token(t -> t.expirationDate(NOW.plus(month).plusMillis(1))),
                token(t -> t.lastUsed(NOW.minus(quarter))),
                token(t -> t.lastUsed(NOW.minus(quarter).plusMillis(1))),
                token(t -> t.lastUsed(null)),
                token(t -> t.lastUsed(null).created(NOW)));

        assertThat(report.getExpired()).isEqualTo(1);
        assertThat(report.getExpiringSoon()).isEqualTo(2);
        assertThat(report.getUnused()).isEqualTo(2);
        assertThat(report.getNeverUsed()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeReadCountsApartAndAsNothingElse() throws Exception {
        PersonalAccessToken malformed = PersonalAccessToken.builder()
                .id("malformed")
                .managed(true)
                .addUnreadableFields("created", "expirationDate", "lastUsed", "managed", "name", "scope")
                .build();
        AuditReport report =
                audit(token(t -> t), malformed, token(t -> t.id("b").addUnreadableFields("owner")));

        assertThat(report.getTotal()).isEqualTo(3);
        assertThat(report.getUnreadable()).isEqualTo(2);
        assertThat(report.getUnreadableTokens()).extracting(TokenSummary::getId).containsExactly("malformed", "b");
        assertThat(report.getUnreadableTokens().get(0).getUnreadableFields()).contains("expirationDate", "lastUsed");
        assertThat(List.of(
                        report.getManaged(),
                        report.getNeverExpiring(),
                        report.getNeverExpiringManaged(),
                        report.getExpired(),
                        report.getExpiringSoon(),
                        report.getUnused(),
                        report.getNeverUsed(),
                        report.getOverBroad()))
                .containsOnly(0L);
        assertThat(report.getOwners().get(0).getNeverExpiring()).isZero();
        assertThat(report.getLongestLived()).extracting(TokenSummary::getId).doesNotContain("malformed");
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.path("unreadable").intValue()).isEqualTo(2);
        JsonNode first = json.path("unreadableTokens").path(0);
        assertThat(first.path("unreadableFields").toString()).contains("\"expirationDate\"");
        assertThat(first.path("name").isNull()).isTrue();
        assertThat(first.path("managed").isNull()).isTrue();
        assertThat(first.path("created").isNull()).isTrue();
    }

    @Test
    void aTokenThatNeverExpiresCountsAlsoWithoutItsCreation() {
        AuditReport report = audit(token(t -> t.created(null).expirationDate(null)));

        assertThat(report.getNeverExpiring()).isEqualTo(1);
        assertThat(report.getNeverExpiringTokens()).hasSize(1);
    }

    @Test
    void noScopesAreAllScopesAndAnEmptyListIsNot() {
        AuditReport report = audit(
                token(t -> t.scope(null)),
                token(t -> t.scope(List.of("a", "sp:scopes:all"))),
                token(t -> t.scope(List.of())),
                token(t -> t.scope(List.of("sp:scopes:all:not"))));

        assertThat(report.getOverBroad()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void numbersAndListsAreThoseOfAnIndependentCount(long seed) {
        List<PersonalAccessToken> tokens = random(new Random(seed), 3_000);
        AuditReport report = audit(AuditOptions.create(o -> o.maxListed(7)), tokens);

        Instant soon = NOW.plus(Duration.ofDays(30));
        Instant longAgo = NOW.minus(Duration.ofDays(90));
        Predicate<PersonalAccessToken> unused = t -> t.isUnusedSince(longAgo);
        Predicate<PersonalAccessToken> endless = t -> t.getExpirationDate() == null;
        Predicate<PersonalAccessToken> expired = endless.negate().and(t -> !NOW.isBefore(t.getExpirationDate()));
        Predicate<PersonalAccessToken> expiring =
                endless.negate().and(expired.negate()).and(t -> !soon.isBefore(t.getExpirationDate()));
        assertThat(report.getTotal()).as("seed %d", seed).isEqualTo(3_000);
        assertThat(report.getManaged()).isEqualTo(count(tokens, PersonalAccessToken::isManaged));
        assertThat(report.getNeverExpiring()).isEqualTo(count(tokens, endless));
        assertThat(report.getNeverExpiringManaged())
                .isEqualTo(count(tokens, endless.and(PersonalAccessToken::isManaged)));
        assertThat(report.getExpired()).isEqualTo(count(tokens, expired));
        assertThat(report.getExpiringSoon()).isEqualTo(count(tokens, expiring));
        assertThat(report.getUnused()).isEqualTo(count(tokens, unused));
        assertThat(report.getNeverUsed()).isEqualTo(count(tokens, t -> t.getLastUsed() == null));
        assertThat(ids(report.getLongestLived())).isEqualTo(first(tokens, t -> true, PersonalAccessToken::getCreated));
        assertThat(ids(report.getNeverExpiringTokens()))
                .isEqualTo(first(tokens, endless, PersonalAccessToken::getCreated));
        assertThat(ids(report.getExpiringSoonTokens()))
                .isEqualTo(first(tokens, expiring, PersonalAccessToken::getExpirationDate));
        assertThat(ids(report.getUnusedTokens()))
                .isEqualTo(first(tokens, unused, t -> t.getLastUsed() == null ? t.getCreated() : t.getLastUsed()));
        Map<YearMonth, Long> months = tokens.stream()
                .collect(Collectors.groupingBy(
                        t -> YearMonth.from(t.getCreated().atOffset(ZoneOffset.UTC)), Collectors.counting()));
        assertThat(report.getCreatedByMonth().getMonths()).containsAllEntriesOf(months);
        assertThat(List.copyOf(report.getCreatedByMonth().getMonths().keySet())).isSorted();
        assertThat(report.getExpiringByMonth().getMonths().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        + report.getExpiringByMonth().getLater())
                .isEqualTo(count(tokens, endless.negate()) - report.getExpired());
        Map<String, Long> owners = tokens.stream()
                .collect(Collectors.groupingBy(t -> String.valueOf(t.getOwner().getId()), Collectors.counting()));
        assertThat(report.getOwners()).hasSameSizeAs(owners.keySet()).allSatisfy(owner -> {
            assertThat(owner.getTotal()).isEqualTo(owners.get(owner.getOwner().getId()));
            assertThat(owner.getUnused())
                    .isEqualTo(count(tokens, unused.and(t -> t.getOwner().equals(owner.getOwner()))));
        });
        assertThat(report.getOwners())
                .isSortedAccordingTo(
                        Comparator.comparingLong(OwnerCounts::getTotal).reversed());
    }

    private static List<PersonalAccessToken> random(Random random, int count) {
        return Stream.generate(() -> token(t -> t.id(Long.toHexString(random.nextLong()))
                        .managed(random.nextInt(10) == 0)
                        .owner(Owner.builder().id("owner-" + random.nextInt(40)).build())
                        .created(NOW.minusSeconds(random.nextInt(100_000_000)))
                        .lastUsed(random.nextInt(4) == 0 ? null : NOW.minusSeconds(random.nextInt(20_000_000)))
                        .expirationDate(
                                random.nextInt(3) == 0 ? null : NOW.plusSeconds(random.nextInt(12_000_000) - 500_000))))
                .limit(count)
                .toList();
    }

    private static long count(List<PersonalAccessToken> tokens, Predicate<PersonalAccessToken> predicate) {
        return tokens.stream().filter(predicate).count();
    }

    private static List<String> first(
            List<PersonalAccessToken> tokens,
            Predicate<PersonalAccessToken> predicate,
            java.util.function.Function<PersonalAccessToken, Instant> date) {
        return tokens.stream()
                .filter(predicate)
                .sorted(Comparator.comparing(date))
                .limit(7)
                .map(PersonalAccessToken::getId)
                .toList();
    }

    private static List<String> ids(List<TokenSummary> tokens) {
        return tokens.stream().map(TokenSummary::getId).toList();
    }

    @Test
    void ownersBeyondTheBoundAreOneNumber() {
        List<PersonalAccessToken> tokens = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = "owner-" + i % 20;
            tokens.add(token(t -> t.owner(Owner.builder().id(id).build())));
        }

        AuditReport report = audit(AuditOptions.create(o -> o.maxOwners(8)), tokens);

        assertThat(report.getOwners()).hasSize(8).allMatch(owner -> owner.getTotal() == 5);
        assertThat(report.getTokensOfOtherOwners()).isEqualTo(60);
    }

    @Test
    void ownersWithoutAnIdAreKnownByTheirNameAndThoseWithNeitherAreOne() {
        AuditReport report = audit(
                token(t -> t.owner(Owner.builder().name("Amina").build())),
                token(t -> t.owner(Owner.builder().name("Amina").build())),
                token(t -> t),
                token(t -> t.owner(Owner.builder().id("Amina").build())));

        assertThat(report.getOwners()).extracting(OwnerCounts::getTotal).containsExactly(2L, 1L, 1L);
    }

    @Test
    void datesOutOfAllReasonAreEarlierOrLater() {
        AuditReport report = audit(
                token(t -> t.created(Instant.parse("0001-01-01T00:00:00Z"))),
                token(t ->
                        t.created(NOW.plus(Duration.ofDays(40))).expirationDate(Instant.parse("9999-12-31T23:59:59Z"))),
                token(t -> t.created(Instant.parse("2026-01-01T00:00:00Z"))),
                token(t -> t.created(Instant.parse("2026-03-31T23:59:59.999Z"))));

        assertThat(report.getCreatedByMonth().getEarlier()).isEqualTo(1);
        assertThat(report.getCreatedByMonth().getLater()).isEqualTo(1);
        assertThat(report.getCreatedByMonth().getMonths())
                .containsExactly(
                        Map.entry(YearMonth.of(2026, 1), 1L),
                        Map.entry(YearMonth.of(2026, 2), 0L),
                        Map.entry(YearMonth.of(2026, 3), 1L));
        assertThat(report.getExpiringByMonth().getLater()).isEqualTo(1);
    }

    @Test
    void hugeTextsAreCutBetweenCharacters() {
        String name = "🔑".repeat(5_000);
        AuditReport report = audit(token(t -> t.name("x" + name)
                .id(name)
                .owner(Owner.builder().id(name).name(name).build())));

        String cut = report.getLongestLived().get(0).getName();
        assertThat(cut).hasSize(TokenSummary.MAX_TEXT).endsWith("🔑…");
        assertThat(report.getLongestLived().get(0).getId()).hasSize(TokenSummary.MAX_TEXT - 1);
        assertThat(report.toJson()).hasSizeLessThan(3_000);
    }

    @Test
    void jsonHasStableNamesAndEveryNumber() throws Exception {
        AuditReport report = audit(token(t -> t.name("</script>\"\\\n\u2028")
                .expirationDate(null)
                .owner(Owner.builder().id("o").name("Amina").build())));

        String text = report.toJson();
        JsonNode json = new ObjectMapper().readTree(text);
        assertThat(text).doesNotContain("\n");
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "asOf",
                        "expiringWithin",
                        "unusedFor",
                        "total",
                        "managed",
                        "neverExpiring",
                        "neverExpiringManaged",
                        "expired",
                        "expiringSoon",
                        "unused",
                        "neverUsed",
                        "overBroad",
                        "unreadable",
                        "owners",
                        "tokensOfOtherOwners",
                        "createdByMonth",
                        "expiringByMonth",
                        "longestLived",
                        "neverExpiringTokens",
                        "expiringSoonTokens",
                        "unusedTokens",
                        "unreadableTokens");
        assertThat(json.path("asOf").textValue()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(json.path("unusedFor").textValue()).isEqualTo("PT2160H");
        assertThat(json.at("/owners/0/owner/name").textValue()).isEqualTo("Amina");
        assertThat(json.at("/owners/0/neverExpiring").intValue()).isEqualTo(1);
        assertThat(json.at("/createdByMonth/months/2025-10").intValue()).isEqualTo(1);
        assertThat(json.at("/neverExpiringTokens/0/name").textValue()).isEqualTo("</script>\"\\\n\u2028");
        assertThat(json.at("/neverExpiringTokens/0/expirationDate").isNull()).isTrue();
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> AuditOptions.create(o -> o.unusedFor(Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unusedFor");
        assertThatThrownBy(() -> AuditOptions.create(o -> o.maxOwners(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxOwners");
    }
}
