package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenSummary;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** One token in a form that the API does not describe does not hide the others, and is nothing by mistake. */
class UnreadableTokenTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PLAIN = "{'id':'%s','name':'n','created':'2020-01-01T00:00:00Z','owner':{'id':'o'},"
            + "'scope':['a'],'lastUsed':'2021-01-01T00:00:00Z','expirationDate':null,'managed':false}";

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private static String plain(String id) {
        return PLAIN.formatted(id);
    }

    /** A token that is plain but for one member. */
    private static String unreadable(String id, String name, String value) {
        return plain(id).replaceFirst("'" + name + "':('[^']*'|\\{[^}]*}|\\[[^]]*]|\\w+)", "'" + name + "':" + value);
    }

    private void lists(String... elements) {
        listsText("[" + String.join(",", elements) + "]");
    }

    private void listsText(String json) {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().body(json.replace('\'', '"'), "application/json"));
    }

    private List<String> listedIds(TestClient by) {
        return by.tokens().list().map(PersonalAccessToken::getId).collectList().block(SOON);
    }

    // ---- list

    static final List<String> UNREADABLE_MEMBERS = List.of(
            "'lastUsed':''",
            "'lastUsed':'2026-01-01'",
            "'lastUsed':1767225600",
            "'lastUsed':'yesterday'",
            "'expirationDate':''",
            "'created':null",
            "'created':'?'",
            "'name':null",
            "'name':7",
            "'owner':'me'",
            "'scope':'all'",
            "'managed':'perhaps'",
            "'managed':1");

    static Stream<String> unreadableMembers() {
        return UNREADABLE_MEMBERS.stream();
    }

    private static String unreadable(String id, String member) {
        int colon = member.indexOf(':');
        return unreadable(id, member.substring(1, colon - 1), member.substring(colon + 1));
    }

    @ParameterizedTest
    @MethodSource("unreadableMembers")
    void unreadableMemberIsNamedByItsTokenAndTheListContinues(String member) {
        lists(plain("a"), unreadable("b", member), plain("c"));

        List<PersonalAccessToken> tokens = client.tokens().list().collectList().block(SOON);

        assertThat(tokens).extracting(PersonalAccessToken::getId).containsExactly("a", "b", "c");
        assertThat(tokens.get(1).getUnreadableFields()).containsExactly(member.split("'")[1]);
        assertThat(tokens.get(0).getUnreadableFields()).isEmpty();
        assertThat(tokens.get(2)).isNotEqualTo(tokens.get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "'2026-01-01T00:00:00.000+0000', 2026-01-01T00:00:00Z",
        "2026-01-01T01:00:00+01, 2026-01-01T00:00:00Z",
        "'2026-01-01T00:00:00,500Z', 2026-01-01T00:00:00.500Z"
    })
    void otherOffsetsAndFractionsAreRead(String text, Instant instant) {
        lists(unreadable("a", "lastUsed", "'" + text + "'"));

        PersonalAccessToken token = client.tokens().list().blockFirst(SOON);
        assertThat(token.getLastUsed()).isEqualTo(instant);
        assertThat(token.getUnreadableFields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "7", "'a'", "true", "[]", "[{'id':'x'}]", "{}", "{'id':null}", "{'id':''}", "{'id':7}"})
    void unreadableElementsAreSkippedWithOneWarning(String element) {
        lists(plain("a"), element, plain("b"), element, plain("c"));

        try (TraceLog log = TraceLog.start()) {
            assertThat(listedIds(client)).containsExactly("a", "b", "c");
            assertThat(warnings(log))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("skipped 2 elements of the list", "index 1", "GET /beta/personal-access-tokens"));
        }
    }

    @Test
    void aPlainListWarnsOfNothing() {
        lists(plain("a"), unreadable("b", "lastUsed", "''"));

        try (TraceLog log = TraceLog.start()) {
            assertThat(listedIds(client)).containsExactly("a", "b");
            assertThat(warnings(log)).isEmpty();
        }
    }

    private static List<String> warnings(TraceLog log) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARN io.github.sailpat.list "))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"null, is not an object", "{}, has no id", "{'id':7}, has no id"})
    void unreadableElementFailsTheListOnRequest(String element, String why) {
        lists(plain("a"), unreadable("b", "lastUsed", "''"), element.replace('"', '\''), plain("c"));

        try (TestClient failing = TestClient.of(tenant, b -> b.unreadableElements(UnreadableElements.FAIL))) {
            StepVerifier.create(failing.tokens().list().map(PersonalAccessToken::getId))
                    .expectNext("a", "b")
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOfSatisfying(
                                    MalformedResponseException.class,
                                    malformed -> assertThat(malformed.getElementIndex())
                                            .isEqualTo(2))
                            .hasMessageContaining("element 2")
                            .hasMessageContaining(why))
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @MethodSource("unreadableMembers")
    void aStrictClientNamesIndexIdAndField(String member) {
        lists(plain("a"), unreadable("b-1", member));

        try (TestClient strict = TestClient.of(tenant, b -> b.unreadableElements(UnreadableElements.FAIL_ON_FIELDS))) {
            StepVerifier.create(strict.tokens().list().map(PersonalAccessToken::getId))
                    .expectNext("a")
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(MalformedResponseException.class)
                            .hasMessageContaining("element 1")
                            .hasMessageContaining("b-1")
                            .hasMessageContaining(member.split("'")[1]))
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul", "{'id':'b','lastUsed':}", "'\\x'", "{'id':'b'", "{'id':'b'},,"})
    void malformedJsonStaysFatal(String broken) {
        lists(plain("a"), broken, plain("c"));

        StepVerifier.create(
                        client.tokens().list().map(PersonalAccessToken::getId).filter(id -> !id.equals("b")))
                .expectNext("a")
                .expectError(MalformedResponseException.class)
                .verify(SOON);
    }

    @Test
    void malformedJsonInATokenNamesItsIndexAndId() {
        lists(plain("a"), "{'id':'b-1','lastUsed':canary}");

        StepVerifier.create(client.tokens().list().map(PersonalAccessToken::getId))
                .expectNext("a")
                .expectErrorSatisfies(e -> {
                    assertThat(e).hasMessageContainingAll("element 1", "b-1", "is not valid JSON", "column");
                    assertThat(Throwables.getStackTrace(e)).doesNotContain("canary");
                })
                .verify(SOON);
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        listsText("\uFEFF[" + plain("a") + "]");
        tenant.getFaults()
                .add(Fault.on(Operation.PATCH)
                        .always()
                        .body("\uFEFF" + plain("a").replace('\'', '"'), "application/json"));

        assertThat(listedIds(client)).containsExactly("a");
        String id = tenant.addToken("ci").id();
        assertThat(client.tokens().patch(id, p -> p.name("n")).block(SOON).getId())
                .isEqualTo("a");
    }

    // ---- patch

    @ParameterizedTest
    @MethodSource("unreadableMembers")
    void patchWithAnUnreadableResponseSucceedsAndIsSentOnce(String member) {
        String id = tenant.addToken("ci").id();
        tenant.getFaults()
                .add(Fault.on(Operation.PATCH)
                        .always()
                        .body(unreadable("a", member).replace('\'', '"'), "application/json"));

        PersonalAccessToken patched =
                client.tokens().patch(id, p -> p.name("n")).block(SOON);

        assertThat(patched.getId()).isEqualTo("a");
        assertThat(patched.getUnreadableFields()).containsExactly(member.split("'")[1]);
        assertThat(tenant.getLedger().count(Operation.PATCH)).isEqualTo(1);
    }

    // ---- audit and prune

    @Test
    void auditCountsUnreadableTokensSeparately() {
        List<String> unreadable = UNREADABLE_MEMBERS.stream()
                .map(member -> unreadable("odd-" + UNREADABLE_MEMBERS.indexOf(member), member))
                .collect(Collectors.toList());
        unreadable.add(plain("a"));
        unreadable.add("null");
        lists(unreadable.toArray(String[]::new));

        AuditReport report = client.tokens().audit(AuditOptions.standard()).block(SOON);

        assertThat(report.getTotal()).isEqualTo(unreadable.size() - 1);
        assertThat(report.getUnreadable()).isEqualTo(UNREADABLE_MEMBERS.size());
        assertThat(report.getUnreadableTokens())
                .extracting(TokenSummary::getId)
                .hasSize(UNREADABLE_MEMBERS.size())
                .doesNotContain("a");
        assertThat(report.getNeverUsed()).isZero();
        assertThat(report.getNeverExpiring()).isEqualTo(unreadable.size() - 2);
        assertThat(report.getManaged()).isZero();
    }

    @ParameterizedTest
    @MethodSource("unreadableMembers")
    void unreadableTokenIsNeverPruned(String member) {
        lists(unreadable("odd", member), plain("stale"));
        PruneOptions options = PruneOptions.create(o -> o.unusedFor(Duration.ofDays(90)));

        assertThat(client.tokens()
                        .pruneCandidates(options)
                        .map(candidate -> candidate.getToken().getId())
                        .collectList()
                        .block(SOON))
                .containsExactly("stale");
    }

    // ---- rotate

    @ParameterizedTest
    @CsvSource({
        "'lifetime', '''expirationDate'':'''''",
        "'lifetime', '''expirationDate'':1767225600",
        "'scopes', '''scope'':''all'''",
        "'platform manages', '''managed'':''perhaps'''"
    })
    void nothingIsGuessedOfATokenThatIsRotated(String what, String member) {
        lists(unreadable("odd", member), plain("other"));

        assertRefused(what, client);
    }

    @Test
    void theLifetimeNeedsTheDateOfCreationToo() {
        lists(unreadable("odd", "created", "'?'")
                .replace("'expirationDate':null", "'expirationDate':'2030-01-01T00:00:00Z'"));

        assertRefused("lifetime", client);
    }

    @Test
    void unreadableFlagDoesNotMakeASuccessorThatNeverExpires() {
        lists(plain("odd").replace("'managed':false", "'userAwareTokenNeverExpires':'yes'"));
        try (TestClient v2025 = TestClient.of(tenant, b -> b.apiVersion(ApiVersion.V2025))) {
            assertRefused("lifetime", v2025);
        }
    }

    private void assertRefused(String what, TestClient by) {
        assertThatExceptionOfType(RotationFailedException.class)
                .isThrownBy(() -> by.tokens().rotate("odd", vault::store).block(SOON))
                .satisfies(failed -> assertThat(failed.getState()).isEqualTo(RotationState.NOT_CREATED))
                .withMessageContaining("token odd")
                .withMessageContaining(what);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }

    @Test
    void whatTheRequestSaysNeedNotBeRead() {
        lists(
                plain("odd")
                        .replace("'expirationDate':null", "'expirationDate':''")
                        .replace("['a']", "'all'"),
                "null",
                unreadable("namesake", "name", "null"));
        Instant end = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        RotationOptions options = RotationOptions.create(o -> o.handOver(vault::store)
                .request((old, request) -> request.expiresAt(end).scope(List.of("sp:scopes:default"))));

        RotatedPersonalAccessToken rotated =
                client.tokens().rotate("odd", options).block(SOON);

        assertThat(tenant.getLedger().findById(rotated.getSuccessor().getId()))
                .satisfies(token -> assertThat(token.expirationDate()).isEqualTo(end))
                .satisfies(token -> assertThat(token.scope()).containsExactly("sp:scopes:default"));
    }

    @Test
    void unreadableFieldsThatASuccessorDoesNotTakeOverAreIgnored() {
        lists(plain("odd").replace("{'id':'o'}", "'me'").replace("'2021-01-01T00:00:00Z'", "''"), plain("b"));

        RotationOptions options =
                RotationOptions.create(o -> o.handOver(vault::store).shorterLifetime(true));
        RotatedPersonalAccessToken rotated =
                client.tokens().rotate("odd", options).block(SOON);

        assertThat(rotated.getSuccessor().getName()).isEqualTo("n (after odd)");
    }

    // ---- the search for a token that may have been created

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{}",
                "{'id':7}",
                "{'name':'foreign'}",
                "{'id':'x','name':7,'created':'2020-01-01T00:00:00Z'}",
                "{'id':'x','name':'foreign','created':'?','lastUsed':''}"
            })
    void unreadableOtherTokenDoesNotFailTheReconciliation(String foreign) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).status(500, null));
        lists(foreign);

        assertThat(client.tokens().create(r -> r.name("ci")).block(SOON).getName())
                .isEqualTo("ci");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'ci'}",
                "{'id':null,'name':'ci','created':'%s'}",
                "{'id':'x','name':'ci','created':'?'}",
                "{'id':'x','created':'%s'}",
                "{'name':7,'created':'%s'}"
            })
    void unreadableCandidateIsUnknown(String element) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).status(500, null));
        lists("null", element.replace("%s", Instant.now().plusSeconds(1).toString()));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void reconciliationSkipsUnreadableElements() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).status(500, null));
        lists("null", plain("a"));

        try (TestClient strict = TestClient.of(
                tenant, b -> TestClient.unlimited(b).unreadableElements(UnreadableElements.FAIL_ON_FIELDS))) {
            assertThat(strict.tokens().create(r -> r.name("ci")).block(SOON)).isNotNull();
        }
    }
}
