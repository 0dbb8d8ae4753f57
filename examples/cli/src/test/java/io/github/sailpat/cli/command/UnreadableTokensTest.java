package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tenant with one token that cannot be read in full, and one element that is none. */
@Timeout(30)
class UnreadableTokensTest {
    private static final String MALFORMED =
            "{'id':'malformed','lastUsed':'','expirationDate':1767225600,'owner':'me','scope':'all',"
                    + "'managed':'perhaps','created':null}";
    private static final String PLAIN = "{'id':'plain','name':'ci','created':'2020-01-01T00:00:00Z','scope':['a'],"
            + "'owner':{'id':'o','name':'Ada'},'lastUsed':null,'expirationDate':null,'managed':false}";

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @BeforeEach
    void list() {
        String json = ("[" + MALFORMED + ",null," + PLAIN + "]").replace('\'', '"');
        tenant.getFaults().add(Fault.on(Operation.LIST).always().body(json, "application/json"));
    }

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        CommandRun run = CommandRun.against(tenant).width(() -> 140).run(args);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    @Test
    void theTableSaysUnreadableInPlaceOfNever() {
        CommandRun run = run("list", "--output", "table");

        assertThat(run.outLines()).hasSize(3);
        assertThat(run.outLines().get(1).split(" +"))
                .containsExactly(
                        "malformed",
                        "unreadable",
                        "unreadable",
                        "unreadable",
                        "unreadable",
                        "unreadable",
                        "unreadable");
        assertThat(run.outLines().get(2)).startsWith("plain ").endsWith("2020-01-01  never       never");
    }

    @Test
    void linesOfJsonNameTheUnreadableFields() throws Exception {
        CommandRun run = run("list", "--output", "jsonl");
        JsonNode malformed = new ObjectMapper().readTree(run.outLines().get(0));

        assertThat(malformed.path("unreadableFields").toString())
                .isEqualTo("[\"created\",\"expirationDate\",\"lastUsed\",\"managed\",\"name\",\"owner\",\"scope\"]");
        assertThat(malformed.path("managed").isNull()).isTrue();
        assertThat(run.outLines().get(1)).doesNotContain("unreadableFields");
    }

    @Test
    void csvNamesTheUnreadableFields() {
        assertThat(run("list", "--output", "csv").out())
                .contains("\r\nmalformed,,,,,,,,,,,,created expirationDate lastUsed managed name owner scope\r\n")
                .endsWith(",2020-01-01T00:00:00.000Z,,false,,,,\r\n");
    }

    @Test
    void theTableOfAnAuditCountsThemApart() {
        CommandRun run = run("audit", "--output", "table");

        assertThat(run.out())
                .containsPattern("Tokens +2 ")
                .containsPattern("Unreadable +1 +50\\.0 %")
                .containsPattern("Never expire +1 ")
                .containsPattern("Never used +1 ")
                .containsPattern("Managed by the platform +0 ")
                .containsPattern(
                        "UNREADABLE +OWNER[^\n]*\nunreadable +\\(unknown\\) +unreadable  unreadable  unreadable\n");
    }

    @Test
    void thePageOfAnAuditCountsThemApart() {
        String page = run("audit", "--html", "-").out();

        assertThat(page)
                .contains("<b>1</b><span>Unreadable</span>")
                .contains("unreadable: created, expirationDate, lastUsed, managed, name, owner, scope")
                .contains("<th scope=\"row\"><bdi>Unreadable</bdi></th>")
                .doesNotContain("<em>managed</em>");
    }

    @Test
    void theJsonOfAnAuditCountsThemApart() throws Exception {
        JsonNode report =
                new ObjectMapper().readTree(run("audit", "--output", "jsonl").out());

        assertThat(report.path("unreadable").intValue()).isEqualTo(1);
        assertThat(report.at("/unreadableTokens/0/id").textValue()).isEqualTo("malformed");
    }

    @Test
    void pruneLeavesThemAlone() {
        CommandRun run = run("prune", "--unused-for", "90d", "--dry-run", "--output", "jsonl");

        assertThat(run.outLines()).singleElement().asString().contains("\"id\":\"plain\"");
    }

    @Test
    void aPatchMayBeginWithAByteOrderMark() {
        CommandRun run = CommandRun.against(tenant)
                .stdin("\uFEFF[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"x\"}]")
                .run("patch", "plain", "--patch", "-", "--dry-run", "--output", "jsonl");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).contains("\"name\":\"x\"");
    }
}
