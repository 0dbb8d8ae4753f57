package io.github.sailpat.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.input.LineReader;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
public class BulkCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SandboxTenant tenant = SandboxTenant.start(
            o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000).ownTokenListed(true));

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    public static String creates(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"ref\":\"r" + i + "\",\"name\":\"n" + i + "\"}\n")
                .collect(Collectors.joining());
    }

    private CommandRun bulk(String operation, String input, String... more) {
        return bulk(CommandRun.against(tenant), operation, input, more);
    }

    private static CommandRun bulk(CommandRun run, String operation, String input, String... more) {
        String[] args = {"bulk", operation, "--from", "-", "--rate", "off"};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return run.stdin(input).run(all);
    }

    @Test
    void theBarSaysThatItWaitsBecauseTheTenantAsks() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).status(429, null, "Retry-After", "2"));
        CommandRun run = CommandRun.against(tenant)
                .stderrTerminal()
                .stdin(creates(3))
                .run("bulk", "create", "--from", "-", "--rate", "50/1s");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains("/s, waiting 2 s because the tenant asks");
        assertThat(run.err()).contains("/s, waiting 1 s because the tenant asks");
    }

    @Test
    void aTokenEndpointThatStaysDownEndsTheJob() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(503, null));
        StringBuilder deletes = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            deletes.append("{\"id\":\"id-").append(i).append("\"}\n");
        }
        CommandRun run = bulk("delete", deletes.toString(), "--deadline", "8s");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(run.outLines()).hasSize(500);
        int rejected = 0;
        for (String line : run.outLines()) {
            JsonNode outcome = MAPPER.readTree(line);
            assertThat(outcome.path("outcome").textValue()).isIn("rejected", "not_attempted");
            assertThat(outcome.path("error").path("status").intValue()).isEqualTo(503);
            rejected += outcome.path("outcome").textValue().equals("rejected") ? 1 : 0;
        }
        assertThat(rejected).isBetween(1, 32);
        assertThat(run.err()).contains("tokens: the job was stopped", "503");
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isBetween(2L, 10L);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }

    /** One line for each index. */
    private static List<JsonNode> outcomes(CommandRun run, int count) throws Exception {
        JsonNode[] byIndex = new JsonNode[count];
        for (String line : run.outLines()) {
            JsonNode outcome = MAPPER.readTree(line);
            int index = outcome.path("index").intValue();
            assertThat(byIndex[index]).as("%s", line).isNull();
            byIndex[index] = outcome;
        }
        assertThat(byIndex).as("%s", run).doesNotContainNull();
        return List.of(byIndex);
    }

    private static String outcome(JsonNode line) {
        return line.path("outcome").textValue();
    }

    @Test
    void createsAreReportedAsTheLedgerHasThem() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(7).resetAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(11).status(403, null));
        tenant.getFaults()
                .add(Fault.on(Operation.CREATE)
                        .every(13)
                        .status(400, "{\"detailCode\":\"400.1\",\"trackingId\":\"t\"}"));
        CommandRun run = bulk("create", creates(200), "--output", "csv");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        Set<String> kinds = new HashSet<>();
        for (JsonNode line : outcomes(run, 200)) {
            int index = line.path("index").intValue();
            assertThat(line.path("ref").textValue()).isEqualTo("r" + index);
            List<SandboxToken> found = tenant.getLedger().findByName("n" + index);
            kinds.add(outcome(line));
            switch (outcome(line)) {
                case "succeeded" -> {
                    assertThat(line.path("token").path("secret").textValue())
                            .isEqualTo(found.get(0).secret());
                    assertThat(line.has("error")).isFalse();
                }
                case "secret_lost" -> {
                    assertThat(line.path("id").textValue())
                            .isEqualTo(found.get(0).id());
                    assertThat(line.path("error").path("type").textValue()).isEqualTo("SecretLostException");
                }
                default -> {
                    assertThat(outcome(line)).isEqualTo("rejected");
                    assertThat(found).isEmpty();
                    assertThat(line.path("error").path("status").intValue()).isIn(400, 403);
                }
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder("succeeded", "secret_lost", "rejected");
        assertThat(run.out()).contains("\"detailCode\":\"400.1\",\"trackingId\":\"t\"");
        assertThat(run.errLines()).singleElement().asString().contains("200 in", " rejected", " secret lost");
        tenant.getLedger().getTokens().forEach(token -> assertThat(run.err()).doesNotContain(token.secret()));
    }

    @Test
    void requestsAreSentAsTheyStand() throws Exception {
        CommandRun run = bulk(
                "create",
                "{\"name\":\"grün\",\"scope\":[\"a\",\"b\"],\"accessTokenValiditySeconds\":900,"
                        + "\"expirationDate\":\"2090-01-31T12:00:00Z\"}\r\n"
                        + "{\"name\":\"b\",\"userAwareTokenNeverExpires\":true}\n{\"name\":\"c\",\"scope\":null}",
                "--api-version",
                "v1");
        List<JsonNode> lines = outcomes(run, 3);
        SandboxToken token = tenant.getLedger().findByName("grün").get(0);
        assertThat(token.scope()).isEqualTo(List.of("a", "b"));
        assertThat(token.validity()).isEqualTo(900);
        assertThat(lines.get(0).path("token").path("expirationDate").textValue())
                .startsWith("2090-01-31");
        assertThat(outcome(lines.get(1))).isEqualTo("succeeded");
        assertThat(outcome(lines.get(2))).isEqualTo("rejected");
        assertThat(lines.get(2).path("error").path("message").textValue()).startsWith("line 3: ");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "{\"name\":\"x\",\"hunter2",
                "{\"name\":hunter2}",
                "[]",
                "3",
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":null}",
                "{\"name\":[\"hunter2\"]}",
                "{\"name\":\"x\"} \"hunter2\"",
                "{\"name\":\"x\",\"name\":\"hunter2\"}",
                "{\"name\":\"x\",\"secret\":\"hunter2\"}",
                "{\"name\":\"x\",\"scope\":\"hunter2\"}",
                "{\"name\":\"x\",\"scope\":[\"a\",1]}",
                "{\"name\":\"x\",\"accessTokenValiditySeconds\":\"hunter2\"}",
                "{\"name\":\"x\",\"accessTokenValiditySeconds\":900.5}",
                "{\"name\":\"x\",\"accessTokenValiditySeconds\":99999999999999999999}",
                "{\"name\":\"x\",\"accessTokenValiditySeconds\":1}",
                "{\"name\":\"x\",\"expirationDate\":\"hunter2\"}",
                "{\"name\":\"x\",\"expirationDate\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"userAwareTokenNeverExpires\":\"hunter2\"}",
                "{\"name\":\"x\",\"userAwareTokenNeverExpires\":true}",
                "{\"name\":\"x\",\"ref\":1}",
                "{\"name\":\"x\",\"ref\":null}",
                "{\"name\":\"\\ud800\"}",
                "\u0000"
            })
    void brokenLineIsRejectedWithItsNumberAndTheRestGoesOn(String broken) throws Exception {
        CommandRun run = bulk("create", "\n{\"name\":\"a\"}\n" + broken + "\n{\"name\":\"b\"}");
        List<JsonNode> lines = outcomes(run, 3);
        assertThat(outcome(lines.get(1))).isEqualTo("rejected");
        assertThat(lines.get(1).path("attempts").intValue()).isZero();
        assertThat(lines.get(1).path("error").path("message").textValue())
                .startsWith("line 3: ")
                .doesNotContain("hunter2");
        assertThat(outcome(lines.get(0)) + outcome(lines.get(2))).isEqualTo("succeededsucceeded");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
    }

    @Test
    void invalidUtf8AndEndlessLinesAreRejected() throws Exception {
        byte[] input = ("{\"name\":\"a\u00FF\"}\n\"" + "x".repeat(3 * LineReader.MAX_LENGTH) + "\"\n{\"name\":\"b\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(directory.resolve("lines"), input);
        CommandRun run = CommandRun.against(tenant).in(directory).run("bulk", "create", "--from", "lines");
        List<JsonNode> lines = outcomes(run, 3);
        assertThat(lines.get(0).path("error").path("message").textValue()).contains("line 1", "UTF-8");
        assertThat(lines.get(1).path("error").path("message").textValue()).contains("line 2", "bytes");
        assertThat(outcome(lines.get(2))).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void theByteOrderMarkOfTheFileSaysItsEncoding(String charset) throws Exception {
        Files.writeString(
                directory.resolve("lines"),
                "\uFEFF{\"name\":\"a \u00FC\"}\r\n\r\n{\"name\":\"b \uD83D\uDE00\"}",
                Charset.forName(charset));
        CommandRun run = CommandRun.against(tenant).in(directory).run("bulk", "create", "--from", "lines");

        assertThat(outcomes(run, 2)).allMatch(line -> outcome(line).equals("succeeded"));
        assertThat(tenant.getLedger().findByName("a \u00FC")).hasSize(1);
        assertThat(tenant.getLedger().findByName("b \uD83D\uDE00")).hasSize(1);
    }

    @Test
    void aLineThatIsMalformedInUtf16IsRejectedAlone() throws Exception {
        byte[] input = "\uFEFF{\"name\":\"a#\"}\n{\"name\":\"b\"}".getBytes(StandardCharsets.UTF_16LE);
        input[2 * 11] = 0;
        input[2 * 11 + 1] = (byte) 0xD8; // half of a surrogate pair in place of the #
        Files.write(directory.resolve("lines"), input);
        CommandRun run = CommandRun.against(tenant).in(directory).run("bulk", "create", "--from", "lines");
        List<JsonNode> lines = outcomes(run, 2);

        assertThat(lines.get(0).path("error").path("message").textValue()).contains("line 1", "UTF-16");
        assertThat(outcome(lines.get(1))).isEqualTo("succeeded");
    }

    @Test
    void whatAListPrintsCanBeDeleted() throws Exception {
        tenant.addToken("x");
        tenant.addToken("y");
        String list = CommandRun.against(tenant).run("list").out();
        CommandRun run =
                bulk("delete", list + "{\"id\":\"nobody\",\"ref\":\"r\"}\n{\"id\":\"..\"}\n{\"id\":\"x\",\"p\":1}");
        List<JsonNode> lines = outcomes(run, 6);
        assertThat(tenant.getLedger().getDeletedIds()).hasSize(2);
        assertThat(lines.stream().filter(line -> outcome(line).equals("succeeded")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(tenant.getLedger().getDeletedIds())
                        .contains(line.path("id").textValue()));
        assertThat(lines.get(3).path("error").path("status").intValue()).isEqualTo(404);
        assertThat(lines.get(5).path("error").path("message").textValue()).contains("'p'");
        // The client's own token was in the list.
        assertThat(tenant.getLedger().findById(tenant.getClientId())).isNotNull();
    }

    @Test
    void aDeleteThatAPageAnsweredIsUnknown() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(200, "<html>login</html>"));
        CommandRun run = bulk("delete", "{\"id\":\"x\"}\n{\"id\":\"y\"}");
        assertThat(outcomes(run, 2)).allMatch(line -> outcome(line).equals("unknown"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void patchesAreAppliedAndBrokenOnesAreNot() throws Exception {
        String id = tenant.addToken("x").id();
        String line = "{\"id\":\"" + id + "\",\"patch\":";
        CommandRun run = bulk(
                "patch",
                line + "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"neu\"}]}\n" + line + "[{\"op\":\"no\"}]}\n"
                        + line + "7}\n" + line + "[]}\n{\"id\":\"" + id + "\"}");
        List<JsonNode> lines = outcomes(run, 5);
        assertThat(lines.get(0).path("token").path("name").textValue()).isEqualTo("neu");
        assertThat(lines.subList(1, 5)).allSatisfy(rejected -> {
            assertThat(outcome(rejected)).isEqualTo("rejected");
            assertThat(rejected.path("id").textValue()).isEqualTo(id);
            assertThat(rejected.path("error").path("message").textValue()).startsWith("line ");
        });
        assertThat(tenant.getLedger().count(Operation.PATCH)).isEqualTo(1);
    }

    @Test
    void refusedCredentialsEndTheJobAndEveryLineIsReported() throws Exception {
        CommandRun run = bulk(
                CommandRun.against(tenant).variable("SAIL_CLIENT_SECRET", "guessed-wrongly"), "create", creates(500));
        assertThat(run.exitCode()).isEqualTo(ExitCode.AUTHENTICATION);
        List<JsonNode> lines = outcomes(run, 500);
        assertThat(lines.get(499).path("error").path("type").textValue()).isEqualTo("AuthenticationException");
        assertThat(lines.get(499).path("ref").textValue()).isEqualTo("r499");
        assertThat(outcome(lines.get(499))).isEqualTo("not_attempted");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
    }

    @Test
    void allDoneIsZeroAndNothingToDoToo() throws Exception {
        assertThat(bulk("create", creates(3), "--ordered").exitCode()).isZero();
        assertThat(bulk("create", "").exitCode()).isZero();
        assertThat(bulk("create", " \n\n").out()).isEmpty();
    }

    @Test
    void orderedOutcomesComeInTheOrderOfTheLines() {
        CommandRun run = bulk("create", creates(100), "--ordered", "--concurrency", "100000");
        List<String> lines = run.outLines();
        assertThat(lines).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(lines.get(i)).startsWith("{\"index\":" + i + ",");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bulk",
                "bulk create",
                "bulk create --from absent.jsonl",
                "bulk create --from /",
                "bulk list --from -",
                "bulk create --from - --concurrency 0",
                "bulk create --from - --concurrency x",
                "bulk create --from - --stop-on-failures 2",
                "bulk create x --from -"
            })
    void wrongUsageSendsNothing(String line) {
        CommandRun run = CommandRun.against(tenant).stdin(creates(1)).run(line.split(" "));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSizeBetween(1, 2);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void aShareOfFailuresStopsTheJob() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().status(403, null));
        CommandRun run = bulk("create", creates(1_000), "--stop-on-failures", "0.5");
        assertThat(outcome(outcomes(run, 1_000).get(999))).isEqualTo("not_attempted");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isLessThan(300);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }
}
