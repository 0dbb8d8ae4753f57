package io.github.sailpat.cli.profile;

import io.github.sailpat.cli.secret.CommandOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keyring of the system, as far as a command of the platform reads it: {@code secret-tool} of libsecret, and
 * {@code security} of macOS. Windows has no command that prints a stored password. The entries are those of the
 * official command.
 */
public final class Keyring {
    private static final String SERVICE = "environments.pat.";
    private static final String BASE64 = "go-keyring-base64:";

    private final String system;
    private volatile @Nullable String failure;

    /**
     * The keyring of a system.
     *
     * @param system the property {@code os.name}
     */
    public Keyring(String system) {
        this.system = system.toLowerCase(Locale.ROOT);
    }

    /**
     * The client id of a profile, or {@code null} if the keyring has none or cannot be read.
     *
     * @throws IllegalArgumentException if it is not encoded as it says; the message contains nothing of it
     */
    public @Nullable String clientId(String profile) {
        return find("clientid", profile);
    }

    /**
     * The client secret of a profile, or {@code null} if the keyring has none or cannot be read.
     *
     * @throws IllegalArgumentException if it is not encoded as it says; the message contains nothing of it
     */
    public @Nullable String clientSecret(String profile) {
        return find("clientsecret", profile);
    }

    /** Why there is no secret of a profile, after one was looked for. */
    public String absence(String profile) {
        List<String> command = command(SERVICE, profile);
        if (command.isEmpty()) {
            return "this system has no command that reads its keyring";
        }
        String reason = failure;
        return reason == null ? "the keyring has none for the profile " + profile : command.get(0) + ' ' + reason;
    }

    private @Nullable String find(String key, String profile) {
        List<String> command = command(SERVICE + key, profile);
        if (command.isEmpty() || failure != null) {
            return null;
        }
        try {
            CommandOutput output = CommandOutput.of(command);
            return output.exitCode() == 0 && !output.text().isEmpty() ? decoded(output.text(), profile) : null;
        } catch (InterruptedIOException e) {
            failure = "waits for the keyring, which may be locked";
            return null;
        } catch (IOException e) {
            failure = "is not installed, which reads the keyring";
            return null;
        }
    }

    private List<String> command(String service, String user) {
        if (system.contains("linux")) {
            return List.of("secret-tool", "lookup", "service", service, "username", user);
        }
        return system.contains("mac")
                ? List.of("security", "find-generic-password", "-s", service, "-a", user, "-w")
                : List.of();
    }

    /** On macOS the official command encodes what it stores. */
    private static String decoded(String text, String profile) {
        if (!text.startsWith(BASE64)) {
            return text;
        }
        try {
            return new String(Base64.getDecoder().decode(text.substring(BASE64.length())), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // its message shows a character of the secret
            throw new IllegalArgumentException(
                    "what the keyring has for the profile " + profile + " begins with " + BASE64 + " and is no base64");
        }
    }
}
