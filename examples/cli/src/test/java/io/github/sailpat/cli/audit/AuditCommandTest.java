package io.github.sailpat.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AuditCommandTest {
    private static final Instant OLD = Instant.parse("2023-05-01T00:00:00Z");

    @TempDir
    Path directory = Path.of("");

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(300));

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        CommandRun run = CommandRun.against(tenant).in(directory).run(args);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    private void addHostile(String text) {
        tenant.addToken(
                text,
                t -> t.withCreated(
                                OLD.minusSeconds(tenant.getLedger().getTokens().size()))
                        .withOwner("hostile-" + text, text));
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionIsReportedInOneLineOfJson(ApiVersion version) throws Exception {
        CommandRun run = run("audit", "--api-version", version.getLabel());

        assertThat(run.outLines()).hasSize(1);
        assertThat(run.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("total").intValue()).isEqualTo(300);
        assertThat(report.path("owners")).hasSize(60);
        assertThat(report.path("unusedFor").textValue()).isEqualTo("PT2160H");
    }

    @Test
    void windowsAndOwnerAreTheUsers() throws Exception {
        tenant.addToken("mine", t -> t.withExpiration(Instant.now().plus(Duration.ofDays(500)), false));
        CommandRun run = run("audit", "--owner", "me", "--expiring-within", "600d", "--unused-for", "36h");

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("total").intValue()).isEqualTo(1);
        assertThat(report.path("expiringSoon").intValue()).isEqualTo(1);
        assertThat(report.path("unusedFor").textValue()).isEqualTo("PT36H");
    }

    @Test
    void onATerminalItIsATable() {
        CommandRun run = CommandRun.against(tenant)
                .onTerminal()
                .variable("NO_COLOR", "1")
                .run("audit");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines().get(0)).matches("Tokens +300  as of .*Z");
        assertThat(run.out())
                .contains("OWNER ", "and 50 owners more", "CREATED", "EXPIRE NEXT", "NEVER EXPIRE", "LONGEST-LIVED")
                .containsPattern("Unused for 90 days +\\d+  \\d+\\.\\d %");
    }

    @Test
    void anEmptyTenantHasATableAndAPageToo() throws Exception {
        try (SandboxTenant empty = SandboxTenant.start(o -> o.tokens(0))) {
            CommandRun table = CommandRun.against(empty).run("audit", "--output", "table");
            CommandRun page = CommandRun.against(empty).run("audit", "--html", "-");

            assertThat(table.outLines().get(0)).matches("Tokens +0 .*");
            assertThat(parse(page.out()).getElementsByTagName("h1").getLength()).isEqualTo(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void thePageIsAFileForItsOwnerAloneAndTheReportComesAsWell() throws Exception {
        CommandRun run = run("audit", "--html", "report.html");

        Path page = directory.resolve("report.html");
        assertThat(run.outLines()).hasSize(1);
        assertThat(run.errLines()).singleElement().asString().contains(page.toString());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.tokens-*");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void thePageGoesWhereALinkPoints() throws Exception {
        Path page = Files.writeString(directory.resolve("report.html"), "before");
        Path link = Files.createSymbolicLink(directory.resolve("latest.html"), page);

        run("audit", "--html", "latest.html");

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void whatIsNoFileIsNotReplacedByThePage() throws Exception {
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            CommandRun run = CommandRun.against(tenant).in(directory).run("audit", "--html", "socket");

            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
            assertThat(run.errLines()).hasSize(2);
            assertThat(Files.isRegularFile(socket)).isFalse();
        }
    }

    @Test
    void aListThatFailsLeavesTheOldPageAlone() throws Exception {
        Files.writeString(directory.resolve("report.html"), "before");
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(403, null));

        CommandRun run = CommandRun.against(tenant).in(directory).run("audit", "--html", "report.html");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(directory.resolve("report.html")).hasContent("before");
        assertThat(directory).isDirectoryNotContaining("glob:**.tokens-*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--html no/such/place.html",
                "--output csv",
                "--unused-for 0s",
                "--expiring-within soon",
                "--unused-for 99999d"
            })
    void wrongUsageSendsNothing(String options) {
        String[] args = ("audit " + options).split(" ");
        CommandRun run = CommandRun.against(tenant).in(directory).run(args);

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void ctrlCPrintsNoHalfReport() {
        CommandRun run = CommandRun.against(tenant).in(directory);
        tenant.getFaults().add(Fault.on(Operation.LIST).matching(request -> {
            run.interruption().stop();
            return true;
        }));
        run.run("audit", "--html", "report.html");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.out()).isEmpty();
        assertThat(directory.resolve("report.html")).doesNotExist();
    }

    @Test
    void hostileTextsAreHarmlessInThePage() throws Exception {
        addHostile("<script>alert(1)</script>");
        addHostile("\"><img src=x onerror='alert(2)'>");
        addHostile("]]><!--</style></title>&amp;");
        addHostile("right\u202Eto\u200Fleft\u2066and\u0007bell\u001B[31m");
        addHostile("x".repeat(10_000));
        addHostile("🔑".repeat(5_000));

        String page = run("audit", "--html", "-").out();

        Document document = parse(page);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;img src=x onerror=&#39;alert(2)&#39;")
                .contains("right to left and bell")
                .doesNotContain("x".repeat(120))
                .doesNotContainPattern("[\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\x00-\\x09]");
        assertThat(page).hasSizeLessThan(100_000);
    }

    @Test
    void whatHasNoNameIsToldByItsId() {
        tenant.addToken("", t -> t.withCreated(OLD).withOwner("2c9180-nameless", " "));
        String page = run("audit", "--html", "-").out();

        assertThat(page).contains("<bdi>(no name)</bdi>", "<bdi>2c9180-nameless</bdi>");
    }

    @Test
    void hostileTextsAreHarmlessInTheTable() {
        addHostile("a\u001B[2Jb\nc\u202Ed");
        CommandRun run = run("audit", "--output", "table");

        assertThat(run.out()).contains("ab c d").doesNotContain("\u001B", "\u202E");
    }

    @Test
    void thePageNeedsNothingButItself() throws Exception {
        String page = run("audit", "--html", "-").out();

        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .contains("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash) + "'")
                .doesNotContain("http://", "https://", "url(", "@import", " style=", "<script", "src=", "href=");
        assertThat(page).contains("prefers-color-scheme: dark", "width=device-width", "role=\"img\"");
        assertThat(parse(page).getElementsByTagName("svg").getLength()).isGreaterThan(20);
    }

    @Test
    void listsSayHowManyTheyLeaveOut() {
        String page = run("audit", "--html", "-").out();

        assertThat(page).contains("<h2>Longest-lived</h2>", "and 280 more.", "Other owners have 250 tokens.");
    }

    /** The page is well-formed XML, but for the elements that have no end: nothing in it opens what it does not close. */
    private static Document parse(String page) throws Exception {
        String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<(meta|col)( [^>]*)?>", "<$1$2/>");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void progressIsShownWhereSomebodyLooks() {
        tenant.getFaults().add(Fault.on(Operation.LIST).delay(Duration.ofMillis(600)));
        CommandRun run = CommandRun.against(tenant).stderrTerminal().run("audit");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("0 tokens read").endsWith("\r\u001B[K");
        assertThat(run.outLines()).hasSize(1);
    }
}
