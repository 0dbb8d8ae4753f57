package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets from what a shell opens, and from programs that stand in for those of a keyring. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "tokens.jar", matches = ".+", disabledReason = "the file is not built yet")
class SecretSourceJarE2E {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    /** Runs a line of the shell, in which {@code tokens} is the command. */
    private String shell(String options, String line) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String function =
                "tokens() { '" + java + "' " + options + " -jar '" + System.getProperty("tokens.jar") + "' \"$@\"; }\n";
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", function + line)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SAIL_") || name.startsWith("TOKENS_"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("PATH", directory + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void aSecretIsReadFromADescriptorThatTheShellOpens() throws Exception {
        Files.writeString(directory.resolve("secret"), tenant.getClientSecret() + '\n');

        shell(
                "",
                "tokens list --base-url " + tenant.getBaseUrl() + " --client-id " + tenant.getClientId()
                        + " --secret-from fd:3 3<secret");
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,secret-tool,lookup service environments.pat.clientid username acme,''",
        "Mac OS X,security,find-generic-password -s environments.pat.clientid -a acme -w,go-keyring-base64:"
    })
    void credentialsAreReadFromTheKeyring(String system, String program, String idArguments, String prefix)
            throws Exception {
        writeProfile();
        String encoder = prefix.isEmpty() ? "cat" : "base64 | tr -d '\\n'";
        install(
                program,
                "printf '" + prefix + "'\ncase \"$*\" in\n  '" + idArguments + "') printf %s " + tenant.getClientId()
                        + ";;\n  '" + idArguments.replace("clientid", "clientsecret") + "') printf %s "
                        + tenant.getClientSecret() + ";;\n  *) exit 9;;\nesac | " + encoder);

        // On another system than its own, the network of Java does not work: the settings are all there is to see.
        String deadline = system.equals("Linux") ? "20s" : "500ms";
        String output =
                shell("-Dos.name='" + system + "'", "tokens doctor --profile acme --deadline " + deadline + " || true");
        assertThat(output)
                .contains("\"client id\",\"value\":\"" + tenant.getClientId() + "\",\"source\":\"the keyring\"}")
                .contains("\"client secret\",\"value\":\"********\",\"source\":\"the keyring\"}")
                .doesNotContain(tenant.getClientSecret());
        if (system.equals("Linux")) {
            assertThat(output).contains("{\"check\":\"credentials\",\"result\":\"ok\"");
        }
    }

    @Test
    void aSecretOfTheKeyringThatIsNoBase64IsNamed() throws Exception {
        writeProfile();
        install("secret-tool", "case \"$*\" in *clientid*) echo an-id;; *) echo go-keyring-base64:a-secret;; esac");

        assertThat(shell("-Dos.name=Linux", "tokens list --profile acme || true"))
                .contains("what the keyring has for the profile acme begins with go-keyring-base64: and is no base64")
                .doesNotContain("a-secret", "Exception");
    }

    private void writeProfile() throws IOException {
        Files.createDirectories(directory.resolve(".sailpoint"));
        Files.writeString(
                directory.resolve(".sailpoint/config.yaml"),
                "environments: {acme: {baseurl: \"" + tenant.getBaseUrl() + "\"}}");
    }

    /** Puts a program into the path. */
    private void install(String name, String script) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + '\n');
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
