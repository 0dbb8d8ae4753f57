package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is installed beside the file: the Debian package, manual pages, and completions that shells read. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "tokens.jar", matches = ".+", disabledReason = "the file is not built yet")
class InstallJarE2E {
    private static final Path TARGET = Path.of(System.getProperty("tokens.jar", "target/tokens.jar"))
            .toAbsolutePath()
            .getParent();

    @TempDir
    Path root = Path.of("");

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static void assumeInstalled(String program) throws InterruptedException {
        boolean isThere;
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            isThere = process.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            isThere = false;
        }
        assumeTrue(isThere, program + " is not installed, so it is not tested");
    }

    @Test
    void theDebianPackageIsInstalledAndRemoved() throws Exception {
        assumeInstalled("dpkg");
        assumeTrue(run("id", "-u").strip().equals("0"), "only root installs packages");
        for (String directory : new String[] {"info", "updates", "triggers"}) {
            Files.createDirectories(root.resolve("var/lib/dpkg").resolve(directory));
        }
        for (String file : new String[] {"status", "available"}) {
            Files.createFile(root.resolve("var/lib/dpkg").resolve(file));
        }
        String[] options = {"--root=" + root, "--force-depends", "--force-script-chrootless"};

        run(
                "dpkg",
                options[0],
                options[1],
                options[2],
                "-i",
                TARGET.resolve("tokens.deb").toString());
        assertThat(run(root.resolve("usr/bin/tokens").toString(), "--version")).startsWith("tokens ");
        assertThat(root.resolve("usr/share/man/man1/tokens-list.1")).exists();
        assertThat(root.resolve("usr/share/tokens/tokens.jsa")).exists();

        run("dpkg", options[0], options[1], options[2], "-r", "sailpat-tokens");
        assertThat(root.resolve("usr/bin/tokens")).doesNotExist();
        assertThat(root.resolve("usr/share/tokens")).doesNotExist();
    }

    @Test
    void everyCommandHasAManualPage() throws Exception {
        Path pages = TARGET.resolve("install/man");
        List<String> commands = Tokens.commandLine(CommandRun.bare().shell()).getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(each -> "tokens-" + each.getKey() + ".1")
                .toList();

        assertThat(commands)
                .hasSizeGreaterThan(10)
                .allSatisfy(page -> assertThat(pages.resolve(page))
                        .content()
                        .startsWith(".TH \"TOKENS\\-".replace("\\-", "-"))
                        .contains(".SH NAME\n", ".SH SYNOPSIS\n"));
        assumeInstalled("man");
        String page =
                run("man", "--warnings", "-l", pages.resolve("tokens-rotate.1").toString());
        assertThat(page.replaceAll("\\s+", " ")) // its lines are wrapped and justified
                .contains("--older-than", "Exit code: 0 all done")
                .doesNotContain("warning:");
    }

    @ParameterizedTest
    @CsvSource({
        "bash,'source FILE; COMP_WORDS=(tokens exp); COMP_CWORD=1; _complete_tokens; echo ${COMPREPLY[@]}',expiring",
        "zsh,'autoload -U compinit && compinit -u && source FILE && print ${_comps[tokens]}',_complete_tokens",
        "fish,'source FILE; complete -C \"tokens expi\"',expiring"
    })
    void shellsReadTheCompletion(String shell, String script, String expected) throws Exception {
        assumeInstalled(shell);
        CommandRun completion = CommandRun.bare().run("completion", shell);
        assertThat(completion.exitCode()).isZero();
        Path file = Files.writeString(root.resolve("completion"), completion.out());
        String options = shell.equals("bash") ? "--norc" : shell.equals("zsh") ? "-f" : "--no-config";

        assertThat(run(shell, options, "-c", script.replace("FILE", file.toString())))
                .contains(expected);
    }
}
