package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchCommandTest {
    private static final String RENAME = "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"neu ü\"}]";

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));
    private final SandboxToken token = tenant.addToken("old");

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionPatchesNameAndScope(ApiVersion version) {
        CommandRun run = CommandRun.against(tenant)
                .run("patch", token.id(), "--name", "new", "--scope", "a", "--api-version", version.getLabel());
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .contains("\"new\"")
                .contains("[\"a\"]");
        assertThat(tenant.getLedger().findByName("new").get(0).scope()).isEqualTo(List.of("a"));
    }

    @ParameterizedTest
    @EnumSource
    void expiryIsPatchedWhereTheVersionCan(ApiVersion version) {
        for (String[] flags :
                List.of(new String[] {"--never-expires"}, new String[] {"--expires", "2027-01-31T12:00:00Z"})) {
            String[] args = {"patch", token.id(), "--api-version", version.getLabel()};
            String[] all = Arrays.copyOf(args, args.length + flags.length);
            System.arraycopy(flags, 0, all, args.length, flags.length);
            CommandRun run = CommandRun.against(tenant).run(all);
            assertThat(run.exitCode())
                    .as("%s", run)
                    .isEqualTo(version.canNeverExpire() ? ExitCode.DONE : ExitCode.USAGE);
        }
        assertThat(tenant.getLedger().count(Operation.PATCH)).isEqualTo(version.canNeverExpire() ? 2 : 0);
    }

    @Test
    void documentComesFromAFileOrFromStandardInput() throws Exception {
        Files.writeString(directory.resolve("p.json"), RENAME);
        CommandRun file = CommandRun.against(tenant).in(directory).run("patch", token.id(), "--patch", "p.json");
        assertThat(file.exitCode()).as("%s", file).isZero();
        assertThat(tenant.getLedger().findByName("neu ü")).hasSize(1);
        CommandRun stdin = CommandRun.against(tenant)
                .stdin(RENAME.replace("neu", "noch"))
                .run("patch", token.id(), "--patch", "-");
        assertThat(stdin.exitCode()).as("%s", stdin).isZero();
        assertThat(tenant.getLedger().findByName("noch ü")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void theByteOrderMarkOfTheFileSaysItsEncoding(String charset) throws Exception {
        Files.writeString(directory.resolve("p.json"), "\uFEFF" + RENAME, Charset.forName(charset));
        CommandRun run = CommandRun.against(tenant).in(directory).run("patch", token.id(), "--patch", "p.json");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(tenant.getLedger().findByName("neu ü")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "[{\"op\":\"replace\",\"path\":\"/name\"}]", "no json"})
    void brokenDocumentIsNotSent(String document) {
        CommandRun run = CommandRun.against(tenant).stdin(document).run("patch", token.id(), "--patch", "-");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines()).hasSize(1);
        assertThat(tenant.getLedger().count(Operation.PATCH)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patch",
                "patch x",
                "patch x --name y --patch p",
                "patch x --patch absent.json",
                "patch x y --name z",
                "patch .. --name z"
            })
    void wrongUsageIsNotSent(String line) {
        CommandRun run = CommandRun.against(tenant).run(line.split(" "));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(tenant.getLedger().count(Operation.PATCH)).isZero();
    }

    @Test
    void tokenThatIsNotThereFails() {
        CommandRun run = CommandRun.against(tenant).run("patch", "nobody", "--name", "x");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("404");
    }

    @ParameterizedTest
    @EnumSource
    void dryRunShowsTheTokenAsItWouldBeAndSendsNoChange(ApiVersion version) {
        SandboxToken before = tenant.getLedger().findById(token.id());
        String[] args = {
            "patch", token.id(), "--name", "new", "--scope", "a", "--api-version", version.getLabel(), "--dry-run"
        };
        CommandRun dry = CommandRun.against(tenant).run(args);

        assertThat(dry.exitCode()).as("%s", dry).isZero();
        assertThat(dry.errLines())
                .singleElement()
                .asString()
                .endsWith("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"new\"},"
                        + "{\"op\":\"replace\",\"path\":\"/scope\",\"value\":[\"a\"]}]");
        assertThat(tenant.getLedger().count(Operation.PATCH)).isZero();
        assertThat(tenant.getLedger().findById(token.id())).isEqualTo(before);

        CommandRun real = CommandRun.against(tenant).run(Arrays.copyOf(args, args.length - 1));
        assertThat(real.out()).isEqualTo(dry.out());
    }

    @Test
    void dryRunTakesADocumentToo() {
        CommandRun run = CommandRun.against(tenant).stdin(RENAME).run("patch", token.id(), "--patch", "-", "--dry-run");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).contains("\"neu ü\"");
        assertThat(tenant.getLedger().findByName("neu ü")).isEmpty();
    }

    @Test
    void dryRunNeedsNoRightToListTheTokensOfOthers() {
        tenant.getFaults().add(listOfEverybody().status(403, null));

        CommandRun own = CommandRun.against(tenant).run("patch", token.id(), "--name", "new", "--dry-run");
        CommandRun other = CommandRun.against(tenant).run("patch", "nobody", "--name", "new", "--dry-run");

        assertThat(own.exitCode()).as("%s", own).isZero();
        assertThat(own.out()).contains("new");
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("among your own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "audit", "prune --unused-for 90d --dry-run"})
    void whoMayNotListTheTokensOfOthersIsToldOfOwnerMe(String command) {
        tenant.getFaults().add(listOfEverybody().status(403, null));

        CommandRun everybody = CommandRun.against(tenant).run(command.split(" "));
        CommandRun own = CommandRun.against(tenant).run((command + " --owner me").split(" "));

        assertThat(everybody.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(everybody.err()).contains("--owner me");
        assertThat(own.exitCode()).as("%s", own).isZero();
    }

    private static Fault listOfEverybody() {
        return Fault.on(Operation.LIST)
                .always()
                .matching(request -> request.query() == null || !request.query().contains("owner-id"));
    }

    @Test
    void dryRunOfATokenThatIsNotThereFails() {
        CommandRun run = CommandRun.against(tenant).run("patch", "nobody", "--name", "x", "--dry-run");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains("no token with this id");
        assertThat(tenant.getLedger().count(Operation.PATCH)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"op\":\"test\",\"path\":\"/name\",\"value\":\"x\"}]",
                "[{\"op\":\"remove\",\"path\":\"/nothing\"}]",
                "[{\"op\":\"remove\",\"path\":\"/id\"}]"
            })
    void dryRunOfADocumentThatDoesNotFitFails(String document) {
        CommandRun run =
                CommandRun.against(tenant).stdin(document).run("patch", token.id(), "--patch", "-", "--dry-run");
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains("the patch does not fit the token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--never-expires", "--expires 2001-01-01T00:00:00Z", "--scope \t", "--patch -"})
    void dryRunRefusesWhatIsRefusedWithoutIt(String flags) {
        String line = "patch " + token.id() + " --dry-run --api-version v3 " + flags;
        CommandRun run = CommandRun.against(tenant).stdin("[]").run(line.split(" "));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(tenant.getLedger().getRequests()).isEmpty();
    }
}
