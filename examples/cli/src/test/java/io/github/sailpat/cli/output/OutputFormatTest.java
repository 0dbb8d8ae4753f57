package io.github.sailpat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFormatTest {
    private static final String HOSTILE = "a,\"b\"\r\nc\u001b[31m\u0085\u2028\u202e";

    private SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @BeforeEach
    void addToken() {
        tenant.addToken(
                HOSTILE,
                token -> token.withScope(List.of("one", "two"))
                        .withCreated(Instant.parse("2026-01-02T03:04:05.123456Z"))
                        .withExpiration(Instant.parse("2099-01-01T00:00:00Z"), false));
    }

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void jsonLinesHaveTheApisFieldsAndTheExactName() throws Exception {
        CommandRun run = CommandRun.against(tenant).run("list", "--output", "jsonl");
        JsonNode token = new ObjectMapper().readTree(run.outLines().get(0));
        assertThat(run.outLines()).hasSize(1);
        assertThat(token.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "name",
                        "scope",
                        "owner",
                        "created",
                        "lastUsed",
                        "managed",
                        "accessTokenValiditySeconds",
                        "expirationDate");
        assertThat(token.path("name").textValue()).isEqualTo(HOSTILE);
        assertThat(token.path("lastUsed").isNull()).isTrue();
        assertThat(token.path("created").textValue()).isEqualTo("2026-01-02T03:04:05.123456Z");
        assertThat(token.path("expirationDate").textValue()).isEqualTo("2099-01-01T00:00:00.000Z");
        assertThat(run.out().strip()).doesNotContainPattern("\\p{Cc}");
    }

    @Test
    void csvIsExactAndQuoted() {
        CommandRun run = CommandRun.against(tenant).run("list", "--output", "csv");
        assertThat(run.out())
                .startsWith("id,name,scope,owner.type,owner.id,owner.name,created,lastUsed,managed,"
                        + "accessTokenValiditySeconds,expirationDate,userAwareTokenNeverExpires,unreadableFields\r\n")
                .contains(",\"" + HOSTILE.replace("\"", "\"\"") + "\",one two,IDENTITY,")
                .endsWith(",2026-01-02T03:04:05.123456Z,,false,43200,2099-01-01T00:00:00.000Z,,\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\u001B[0m", "＝1"})
    void csvCellsThatASpreadsheetWouldCalculateAreDefused(String name) {
        tenant.addToken(name, token -> token.withScope(List.of("-scope", "two")));

        CommandRun run = CommandRun.against(tenant).run("list", "--output", "csv", "--columns", "name,scope");
        assertThat(run.out()).contains("\r\n'" + name + ",'-scope two,");
        CommandRun raw = CommandRun.against(tenant).run("list", "--output", "csv", "--csv-raw");
        assertThat(raw.out()).contains("," + name + ",-scope two,");
    }

    @Test
    void aSecretInCsvIsNeverChanged() {
        assertThat(new CsvLines(false).line(List.of("=a", new CsvLines.Exact("=a"), -1)))
                .isEqualTo("'=a,=a,-1\r\n");
    }

    @Test
    void csvOfNothingHasItsHeader() {
        CommandRun run =
                CommandRun.against(tenant).run("list", "--output", "csv", "--last-used-before", "2000-01-01T00:00:00Z");
        assertThat(run.outLines()).singleElement().asString().startsWith("id,name,");
    }

    @Test
    void tableIsAlignedAndHarmless() {
        tenant.addToken("日本語のとても長い名前のトークンです", token -> token.withScope(null));
        CommandRun run = CommandRun.against(tenant).width(() -> 200).run("list", "--output", "table");
        assertThat(run.outLines()).hasSize(3);
        assertThat(run.outLines().get(0)).startsWith("ID ").endsWith("EXPIRES");
        assertThat(run.outLines().get(1))
                .contains("  a,\"b\" c  ")
                .contains("  one +1  ")
                .endsWith("2026-01-02  never       2099-01-01");
        assertThat(run.outLines().get(2)).contains("  日本語のとても長い名前のトークンです  ").contains("  -  ");
        assertThat(run.out().replace("\n", "")).doesNotContainPattern("\\p{Cc}");
    }
}
