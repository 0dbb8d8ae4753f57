package io.github.sailpat.cli.handover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret that goes elsewhere than to standard output. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class HandOverTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        return CommandRun.against(tenant).in(directory).run(args);
    }

    private SandboxToken token(String name) {
        return tenant.getLedger().findByName(name).get(0);
    }

    private String read(String file) throws Exception {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void aFileIsForItsOwnerAloneAndHasTheSecretAlone() throws Exception {
        Files.writeString(directory.resolve("secret"), "old");
        CommandRun run = run("create", "--name", "ci", "--secret-to", "file:secret");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(read("secret")).isEqualTo(token("ci").secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("secret"))))
                .isEqualTo("rw-------");
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .contains("\"id\":\"" + token("ci").id() + '"');
        assertThat(run.out() + run.err()).doesNotContain(token("ci").secret());
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileOfVariablesIsWhatTheCommandItselfReads() throws Exception {
        run("create", "--name", "ci", "--secret-to", "env-file:{name}.env", "--output", "table");

        assertThat(read("ci.env"))
                .isEqualTo("SAIL_CLIENT_ID=" + token("ci").id() + "\nSAIL_CLIENT_SECRET="
                        + token("ci").secret() + '\n');
    }

    @Test
    void aCommandGetsTheSecretOnItsStandardInput() throws Exception {
        CommandRun run = run(
                "create",
                "--name",
                "a b",
                "--secret-to",
                "exec:(cat; echo \" $TOKENS_ID $TOKENS_NAME\") > '" + directory + "/got'; echo noise");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(read("got"))
                .isEqualTo(token("a b").secret() + ' ' + token("a b").id() + " a b\n");
        assertThat(run.out()).doesNotContain("noise");
    }

    @Test
    void aCreateWhoseSecretIsNotHandedOverNamesTheToken() {
        CommandRun run = run("create", "--name", "ci", "--secret-to", "exec:exit 7");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains("token " + token("ci").id() + " was created, but its secret was not handed over")
                .contains("exit code 7")
                .doesNotContain(token("ci").secret());
    }

    @Test
    void aBulkCreateReportsEachSecretThatIsNotHandedOver() throws Exception {
        CommandRun run = CommandRun.against(tenant)
                .in(directory)
                .stdin("{\"name\":\"good\"}\n{\"name\":\"bad\"}\n")
                .run(
                        "bulk",
                        "create",
                        "--from",
                        "-",
                        "--ordered",
                        "--secret-to",
                        "exec:test $TOKENS_NAME = good && cat > '" + directory + "/'$TOKENS_NAME");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(read("good")).isEqualTo(token("good").secret());
        assertThat(run.outLines().get(0)).contains("\"outcome\":\"succeeded\"").doesNotContain("\"secret\"");
        assertThat(run.outLines().get(1))
                .contains("\"id\":\"" + token("bad").id() + '"', "\"outcome\":\"secret_lost\"", "HandOverException");
        assertThat(run.out()).doesNotContain(token("bad").secret());
    }

    @Test
    void aRotationWhoseSecretIsNotHandedOverKeepsTheOldToken() {
        String old = tenant.addToken("ci").id();
        CommandRun run = run("rotate", old, "--secret-to", "exec:cat >/dev/null; exit 1");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines()).singleElement().asString().doesNotContain("succeeded", "\"secret\"");
        assertThat(tenant.getLedger().getDeletedIds()).doesNotContain(old);
    }

    @Test
    void allTokensOfOneOwnThatAreOldAreRotatedInOneCommandLine() throws Exception {
        Instant now = Instant.now();
        String old = tenant.addToken("old", t -> t.withCreated(now.minus(Duration.ofDays(61))))
                .id();
        SandboxToken own = tenant.addToken("own", t -> t.withCreated(now.minus(Duration.ofDays(90))));
        tenant.addToken("new", t -> t.withCreated(now.minus(Duration.ofDays(59))));
        tenant.addToken("managed", t -> t.withManaged(true).withCreated(now.minus(Duration.ofDays(90))));
        tenant.addToken("others", t -> t.withOwner("somebody", "Somebody").withCreated(now.minus(Duration.ofDays(90))));

        CommandRun run = CommandRun.against(tenant)
                .in(directory)
                .variable("SAIL_CLIENT_ID", own.id())
                .variable("SAIL_CLIENT_SECRET", own.secret())
                .run("rotate", "--all", "--older-than", "60d", "--yes", "--secret-to", "env-file:{id}.env");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":\"" + old)
                .contains("succeeded");
        assertThat(run.err()).contains("the token of this command is left out");
        assertThat(tenant.getLedger().getDeletedIds()).isEqualTo(List.of(old));
    }

    @Test
    void theFileOfATokenKeepsItsNameWhenTheTokenIsRotated() throws Exception {
        run("create", "--name", "ci", "--secret-to", "file:{name}");
        String first = read("ci");
        run("rotate", token("ci").id(), "--secret-to", "file:{name}");
        String second = read("ci");
        SandboxToken successor = tenant.getLedger().getTokens().get(0);
        run("rotate", successor.id(), "--secret-to", "exec:cat > \"" + directory + "/$TOKENS_NAME\"");

        assertThat(successor.name()).startsWith("ci (after ");
        assertThat(second).isNotEqualTo(first).isEqualTo(successor.secret());
        assertThat(read("ci")).isEqualTo(tenant.getLedger().getTokens().get(0).secret());
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void noSecretReplacesThatOfAnotherToken() throws Exception {
        String first = tenant.addToken("ci").id();
        String second = tenant.addToken("ci (after 12345678)").id();
        CommandRun run = run("rotate", first, second, "--secret-to", "file:{name}");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines().get(1)).contains("ci has the secret of token ", "use {id}");
        assertThat(tenant.getLedger().getDeletedIds()).contains(first).doesNotContain(second);
    }

    @Test
    void aDryRunOfARotationChangesNothing() {
        String id = tenant.addToken("old").id();
        CommandRun run = run("rotate", id, "absent", "--dry-run");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines()).singleElement().asString().contains("\"name\":\"old\"");
        assertThat(run.err()).contains("rotate absent: it is none of your own", "nothing was done; 3 requests");
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
        assertThat(run("rotate", "--all", "--older-than", "1w", "--dry-run").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "create --name x --secret-to secret,choose one of file:PATH",
        "create --name x --secret-to file:,choose one of file:PATH",
        "create --name x --secret-to file:absent/secret,must exist and be writable",
        "create --name x --secret-to file:.,must be a file",
        "create --name x --secret-to file:secrets/,must be a file",
        "bulk create --from - --secret-to file:absent/{name},must exist and be writable",
        "create --name x --secret-to vault:secret/ci,VAULT_ADDR and VAULT_TOKEN",
        "bulk create --from - --secret-to file:secret,Add {name} or {id}",
        "rotate a b --secret-to env-file:x.env,Add {name} or {id}",
        "rotate --all,add --yes",
        "rotate --all --yes a,exclude each other",
        "rotate a --older-than 60d,need --all",
        "rotate,add at least one ID"
    })
    void whatIsWrongIsSaidBeforeAnythingIsSent(String line, String message) {
        CommandRun run = run(line.split(" "));

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/b", ".hidden"})
    void aNameNeverLeadsElsewhere(String name) throws Exception {
        CommandRun run = run("create", "--name", name, "--secret-to", "file:{name}");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("cannot stand in a path; use {id}");
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aLineWhoseSecretHasNoWayIsRejectedBeforeItsCreate() {
        CommandRun run = CommandRun.against(tenant)
                .in(directory)
                .stdin("{\"name\":\"a/b\"}\n{\"name\":\"" + "\u00e9".repeat(128) + "\"}\n{\"name\":\"good\"}\n")
                .run("bulk", "create", "--from", "-", "--ordered", "--secret-to", "file:{name}");

        assertThat(run.outLines().get(0)).contains("rejected", "cannot stand in a path");
        assertThat(run.outLines().get(1)).contains("rejected", "use {id}");
        assertThat(run.outLines().get(2)).contains("succeeded");
        assertThat(tenant.getLedger().getCreatesApplied()).isOne();
    }

    @Test
    void secretsThatWereHandedOverAreNotReportedAsLostIfStandardOutputIsBroken() throws Exception {
        String[] arguments = {"bulk", "create", "--from", "-", "--secret-to", "file:{name}", "--journal", "job.journal"
        };
        CommandRun run = CommandRun.against(tenant)
                .in(directory)
                .stdout(new FailingOutput("Broken pipe"))
                .stdin("{\"name\":\"good\"}\n")
                .run(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(read("good")).isEqualTo(token("good").secret());
        assertThat(run.err())
                .contains("1 create done, though the lines could not be written, ids: "
                        + token("good").id())
                .doesNotContain("delete the tokens");
        CommandRun again = CommandRun.against(tenant)
                .in(directory)
                .stdin("{\"name\":\"good\"}\n")
                .run(arguments);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("1 lines had an outcome before this run");
        assertThat(tenant.getLedger().getCreatesApplied()).isOne();
    }

    @Test
    @Timeout(15)
    void aCommandMayLeaveAProgramBehindAndPrintMuch() throws Exception {
        CommandRun run = run(
                "create",
                "--name",
                "ci",
                "--secret-to",
                "exec:cat > '" + directory + "/s'; sleep 20 & head -c 300000 /dev/zero; exit 0");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(read("s")).isEqualTo(token("ci").secret());
        assertThat(run.out()).doesNotContain("\0");
    }

    @Test
    void anInterruptOfTheTerminalDoesNotEndTheCommandThatTakesTheSecret() throws Exception {
        CommandRun run = run("create", "--name", "ci", "--secret-to", "exec:kill -INT $$; cat > '" + directory + "/s'");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(read("s")).isEqualTo(token("ci").secret());
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Files.createFile(directory.resolve("file")));

        assertThat(run("create", "--name", "ci", "--secret-to", "file:link").exitCode())
                .isZero();
        assertThat(directory.resolve("link")).isSymbolicLink();
        assertThat(read("file")).isEqualTo(token("ci").secret());
    }

    @Test
    void theDirectoryOfALinkedFileAndTheFileOfAnyNameAreCheckedBeforeACreate() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("absent", "secret"));
        Files.createDirectories(directory.resolve("taken"));
        String[][] targets = {
            {"x", "file:link", "must exist and be writable"},
            {"taken", "file:{name}", "must be a file"},
            {"x", "file:{name}/secret", "must exist and be writable"},
            {"x", "file:{id}/secret", "{id} must be in the name of the file"},
            {"x".repeat(230), "file:{name}-{id}", "use {id}"},
        };
        for (String[] target : targets) {
            CommandRun run = run("create", "--name", target[0], "--secret-to", target[1]);

            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(target[2]);
        }
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
    }

    @Test
    void twoLinksToOneFileDoNotTakeTwoSecrets() throws Exception {
        Files.createSymbolicLink(directory.resolve("one"), Path.of("file"));
        Files.createSymbolicLink(directory.resolve("two"), Path.of("file"));
        CommandRun run = CommandRun.against(tenant)
                .in(directory)
                .stdin("{\"name\":\"one\"}\n{\"name\":\"two\"}\n")
                .run("bulk", "create", "--from", "-", "--ordered", "--secret-to", "file:{name}");

        assertThat(run.outLines().get(0)).contains("succeeded");
        assertThat(run.outLines().get(1)).contains("secret_lost", "use {id}");
        assertThat(read("file")).isEqualTo(token("one").secret());
        assertThat(directory.resolve("one")).isSymbolicLink();
    }

    @Test
    void aLinkIsFollowedAsTheSystemDoes() throws Exception {
        Files.createDirectories(directory.resolve("volume/a"));
        Files.createDirectories(directory.resolve("volume/data"));
        Files.createSymbolicLink(directory.resolve("app"), Path.of("volume", "a"));
        Files.createSymbolicLink(directory.resolve("volume/a/secret"), Path.of("..", "data", "secret"));

        assertThat(run("create", "--name", "ci", "--secret-to", "file:app/secret")
                        .exitCode())
                .isZero();
        assertThat(read("volume/data/secret")).isEqualTo(token("ci").secret());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceIsNoFileForASecret() {
        CommandRun run = run("create", "--name", "ci", "--secret-to", "file:/dev/null");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("must");
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
    }
}
