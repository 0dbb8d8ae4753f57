package io.github.sailpat.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {
    private static final PasswordPrompt NOBODY = question -> {
        throw new IOException("there is no terminal");
    };

    private static String read(SecretSource source, PasswordPrompt prompt) {
        return source.read(Map.of("MY_SECRET", "made-up"), prompt);
    }

    @Test
    void aSecretComesFromAVariableOrAPrompt() {
        assertThat(read(SecretSource.parse("env:MY_SECRET"), NOBODY)).isEqualTo("made-up");
        assertThat(read(SecretSource.parse("prompt"), question -> "typed")).isEqualTo("typed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(SecretSource.parse("prompt"), NOBODY))
                .withMessageContaining("there is no terminal");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aSecretIsWhatACommandPrints() {
        assertThat(read(new SecretSource(SecretSource.Kind.COMMAND, "printf 'made%sup\\n' -"), NOBODY))
                .isEqualTo("made-up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(new SecretSource(SecretSource.Kind.COMMAND, "echo canary; exit 7"), NOBODY))
                .withMessageContaining("exit code 7")
                .withMessageNotContaining("canary");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSecretComesFromAnOpenDescriptor(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "made-up");
        try (InputStream open = Files.newInputStream(file)) {
            assertThat(open.available()).isPositive();
            assertThat(read(SecretSource.parse("fd:" + descriptorOf(file)), NOBODY))
                    .isEqualTo("made-up");
        }
    }

    private static String descriptorOf(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(each -> isLinkTo(each, file))
                    .findFirst()
                    .orElseThrow()
                    .getFileName()
                    .toString();
        }
    }

    private static boolean isLinkTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false; // it was that of the directory, or is closed by now
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileOfTheVirtualMachineIsNoSecret(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("modules"), new byte[64 * 1024 + 1]);
        try (InputStream open = Files.newInputStream(file)) {
            assertThat(open.available()).isPositive();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> read(SecretSource.parse("fd:" + descriptorOf(file)), NOBODY))
                    .withMessageContaining("has no secret");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aCommandThatPrintsMuchIsEndedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(new SecretSource(SecretSource.Kind.COMMAND, "exec cat /dev/zero"), NOBODY))
                .withMessageContaining("has printed more than 65536 bytes");
    }

    @Test
    void aDescriptorThatIsNotOpenSaysHowToOpenIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(SecretSource.parse("fd:987"), NOBODY))
                .withMessageContaining("987<FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "env:", "env:A B", "fd:x", "hunter2", "prompt:x"})
    void anythingElseIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretSource.parse(text))
                .withMessage("choose one of env:NAME, fd:3, prompt and keyring");
    }
}
