package io.github.sailpat.cli.secret;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the client secret is read from.
 *
 * @param kind the kind of source
 * @param argument the variable, the number of the file descriptor, or the command line
 */
public record SecretSource(Kind kind, String argument) {
    private static final Pattern DESCRIPTOR = Pattern.compile("\\d{1,4}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FORM = Pattern.compile("(env|fd):(.+)|(prompt|keyring)");
    private static final int MOST_BYTES = 64 * 1024;

    /** The kinds of sources. */
    public enum Kind {
        /** An environment variable. */
        ENV,
        /** An open file descriptor, as {@code 3<file} of a shell gives one. */
        FD,
        /** The terminal. */
        PROMPT,
        /** The keyring of the system. */
        KEYRING,
        /** The standard output of a command. */
        COMMAND
    }

    /**
     * Reads {@code env:NAME}, {@code fd:N}, {@code prompt} or {@code keyring}.
     *
     * @param text the source
     * @return the source
     * @throws IllegalArgumentException with examples, if it is none
     */
    public static SecretSource parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            String argument = matcher.group(2);
            if (argument == null) {
                return new SecretSource(text.equals("prompt") ? Kind.PROMPT : Kind.KEYRING, "");
            }
            if (text.startsWith("env:") && VARIABLE.matcher(argument).matches()) {
                return new SecretSource(Kind.ENV, argument);
            }
            if (text.startsWith("fd:") && DESCRIPTOR.matcher(argument).matches()) {
                return new SecretSource(Kind.FD, argument);
            }
        }
        throw new IllegalArgumentException("choose one of env:NAME, fd:3, prompt and keyring");
    }

    /**
     * Reads the secret, from anything but a keyring.
     *
     * @param variables the environment variables
     * @param prompt asks on the terminal
     * @return the secret, with what surrounds it
     * @throws IllegalArgumentException with the reason, if there is none; no message contains a secret
     */
    public String read(Map<String, String> variables, PasswordPrompt prompt) {
        try {
            return switch (kind) {
                case ENV -> variables.getOrDefault(argument, "");
                case FD -> ofDescriptor();
                case PROMPT -> prompt.ask("Client secret: ");
                case COMMAND -> ofCommand();
                case KEYRING -> throw new IllegalStateException("a keyring needs a profile");
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("no client secret from " + this + ": " + e.getMessage());
        }
    }

    private String ofDescriptor() throws IOException {
        try (InputStream in = new FileInputStream("/dev/fd/" + argument)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) { // it may be a file that the virtual machine has opened for itself
                throw new IOException("more than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException(
                    "it is not open for reading, or has no secret; a shell opens it with " + argument + "<FILE", e);
        }
    }

    private String ofCommand() throws IOException {
        CommandOutput output = CommandOutput.of(ChildProcess.shell(argument));
        if (output.exitCode() != 0) {
            throw new IOException("it has failed with exit code " + output.exitCode());
        }
        return output.text();
    }

    /** As a person says it; the command line itself may contain what is not to be shown. */
    @Override
    public String toString() {
        return switch (kind) {
            case ENV -> "the variable " + argument;
            case FD -> "file descriptor " + argument;
            case PROMPT -> "the prompt";
            case KEYRING -> "the keyring";
            case COMMAND -> "the secret command";
        };
    }
}
