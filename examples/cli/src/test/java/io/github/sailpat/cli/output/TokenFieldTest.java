package io.github.sailpat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.audit.TokenSummary;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.bulk.DeleteLines;
import io.github.sailpat.cli.bulk.JsonMembers;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.internal.CreatedTokenReader;
import io.github.sailpat.internal.TokenReader;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenField;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every property of {@link PersonalAccessToken} is read, previewed, written and audited. The properties are found by
 * reflection, so that a new one fails here until it is in all these places.
 */
class TokenFieldTest {
    private static final TokenView VIEW = new TokenView(List.of(), false, new Screen(Map.of(), () -> 200, false));

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Two properties of the models that are no fields of the API. */
    private static final Set<String> NO_FIELDS = Set.of("unreadableFields", "secret");
    /** A report stays small, so it does not contain these. Add a field here, or to {@link TokenSummary}. */
    private static final Set<String> NOT_IN_A_SUMMARY =
            Set.of("scope", "accessTokenValiditySeconds", "userAwareTokenNeverExpires");

    private static final Owner OWNER =
            Owner.builder().type("IDENTITY").id("owner-1").name("Ada").build();

    private final PersonalAccessToken token = token();

    static Set<String> properties() {
        return getters(PersonalAccessToken.class).keySet();
    }

    static Set<String> propertiesOfCreated() {
        return getters(CreatedPersonalAccessToken.class).keySet();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsATokenFieldWithTheSameValue(String property) throws Exception {
        TokenField field = TokenField.find(property);
        assertThat(field).isNotNull();
        assertThat(field.get(token)).isEqualTo(value(token, property));
    }

    @ParameterizedTest
    @MethodSource("propertiesOfCreated")
    void aPropertyOfACreatedTokenIsATokenFieldInIt(String property) {
        TokenField field = TokenField.find(property);
        assertThat(field).isNotNull();
        assertThat(field.isInCreated()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsRead(String property) throws Exception {
        PersonalAccessToken read = TokenReader.read(json(token).getBytes(StandardCharsets.UTF_8));
        assertThat(value(read, property)).isEqualTo(value(token, property));
    }

    @ParameterizedTest
    @MethodSource("propertiesOfCreated")
    void aPropertyIsReadFromTheResponseToACreate(String property) throws Exception {
        CreatedPersonalAccessToken created = created();
        CreatedPersonalAccessToken read = CreatedTokenReader.read(
                new JsonLinesFormat(VIEW).created(created).getBytes(StandardCharsets.UTF_8),
                CreatePersonalAccessTokenRequest.create(r -> r.name("another")));
        assertThat(value(read, property)).isEqualTo(value(created, property));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsInAPreview(String property) throws Exception {
        PersonalAccessToken same = token.preview(JsonPatch.create(p -> p.copy("/" + property, "/" + property)));
        assertThat(value(same, property)).isEqualTo(value(token, property));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsInTheJsonLines(String property) throws Exception {
        assertThat(MAPPER.readTree(json(token)).hasNonNull(property)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsInTheCsv(String property) {
        CsvFormat csv = new CsvFormat(VIEW);
        assertHasValue(csv.header() + csv.token(token), property);
    }

    @ParameterizedTest
    @MethodSource("propertiesOfCreated")
    void aPropertyOfACreatedTokenIsInTheCsv(String property) {
        assertHasValue(new CsvFormat(VIEW).created(created()), property);
    }

    @ParameterizedTest
    @MethodSource("propertiesOfCreated")
    void aPropertyOfACreatedTokenIsInItsTable(String property) {
        assertThat(new TableFormat(VIEW).created(created())).containsPattern("(?m)^" + property + " +\\S");
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsInAnAuditOrNamedAsLeftOut(String property) throws Exception {
        TokenAuditor auditor = new TokenAuditor(AuditOptions.builder().build(), Instant.parse("2031-01-01T00:00:00Z"));
        auditor.add(token);
        JsonNode summary =
                MAPPER.readTree(auditor.report().toJson()).path("longestLived").path(0);
        boolean isExpected = !NOT_IN_A_SUMMARY.contains(property);
        assertThat(summary.hasNonNull(property)).isEqualTo(isExpected);
        if (isExpected) {
            assertThat(value(TokenSummary.of(token), property)).isEqualTo(value(token, property));
        }
    }

    @Test
    void whatIsListedCanBeDeletedAsItIs() throws Exception {
        PersonalAccessToken unreadable = PersonalAccessToken.builder()
                .from(token)
                .addUnreadableFields("lastUsed")
                .build();
        String line = json(unreadable);
        assertThat(new DeleteLines().read(new JsonMembers((ObjectNode) MAPPER.readTree(line))))
                .isEqualTo(token.getId());
    }

    @ParameterizedTest
    @MethodSource("properties")
    void aPropertyIsInWhatTheSandboxLists(String property) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            tenant.addToken(
                    "full",
                    t -> t.withScope(List.of("a"))
                            .withLastUsed(Instant.now())
                            .withExpiration(Instant.parse("2099-01-01T00:00:00Z"), true));
            String line = CommandRun.against(tenant)
                    .run("list", "--output", "jsonl", "--api-version", "v2026")
                    .out();
            assertThat(MAPPER.readTree(line).hasNonNull(property)).isTrue();
        }
    }

    private static void assertHasValue(String csv, String property) {
        List<String> lines = csv.lines().toList();
        List<String> columns = List.of(lines.get(0).split(","));
        List<String> values = List.of(lines.get(1).split(",", -1));
        assertThat(values).hasSameSizeAs(columns);
        assertThat(columns).anyMatch(column -> column.equals(property) || column.startsWith(property + "."));
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equals(property) || columns.get(i).startsWith(property + ".")) {
                assertThat(values.get(i)).isNotEmpty();
            }
        }
    }

    private static String json(PersonalAccessToken token) {
        return new JsonLinesFormat(VIEW).token(token);
    }

    private static PersonalAccessToken token() {
        PersonalAccessToken.Builder builder = PersonalAccessToken.builder();
        getters(PersonalAccessToken.class).forEach((property, getter) -> fill(builder, property, getter));
        return builder.build();
    }

    private static CreatedPersonalAccessToken created() {
        CreatedPersonalAccessToken.Builder builder =
                CreatedPersonalAccessToken.builder().secret(Secret.of("secret-1"));
        getters(CreatedPersonalAccessToken.class).forEach((property, getter) -> fill(builder, property, getter));
        return builder.build();
    }

    private static void fill(Object builder, String property, Method getter) {
        Object value = sample(property, getter.getReturnType());
        Method setter = Arrays.stream(builder.getClass().getMethods())
                .filter(m -> m.getName().equals(property) && m.getParameterCount() == 1)
                .filter(m -> m.getParameterTypes()[0] == getter.getReturnType()
                        || m.getParameterTypes()[0].isInstance(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the builder cannot set " + property));
        try {
            setter.setAccessible(true);
            setter.invoke(builder, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(property, e);
        }
    }

    /** A value that differs from that of any other property, and from the value of an absent field. */
    private static Object sample(String property, Class<?> type) {
        if (type == String.class) {
            return "the-" + property;
        }
        if (type == List.class) {
            return List.of("first-" + property, "second-" + property);
        }
        if (type == Owner.class) {
            return OWNER;
        }
        if (type == Instant.class) {
            return Instant.parse("2030-01-01T00:00:00Z").plusSeconds(property.hashCode() & 0xFFFF);
        }
        if (type == Integer.class || type == int.class) {
            return property.hashCode() & 0xFFFF;
        }
        if (type == Boolean.class || type == boolean.class) {
            return true;
        }
        throw new AssertionError("add a sample value of " + type + " for " + property);
    }

    private static Map<String, Method> getters(Class<?> model) {
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : model.getMethods()) {
            String name = method.getName();
            int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
            if (prefix > 0 && method.getParameterCount() == 0 && method.getDeclaringClass() != Object.class) {
                String property = Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
                if (!NO_FIELDS.contains(property)) {
                    getters.put(property, method);
                }
            }
        }
        return getters;
    }

    private static Object value(Object model, String property) throws ReflectiveOperationException {
        Class<?> type = model instanceof TokenSummary
                ? TokenSummary.class
                : model instanceof PersonalAccessToken ? PersonalAccessToken.class : CreatedPersonalAccessToken.class;
        return getters(type).get(property).invoke(model);
    }
}
