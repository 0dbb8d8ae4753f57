package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the secret of a created token goes, in place of standard output. */
public abstract class SecretTarget {
    private static final String FORMS =
            "choose one of file:PATH, env-file:PATH, exec:COMMAND and vault:MOUNT/PATH, as in file:/run/secrets/{name}";

    private final boolean forMany;
    /** By path, the ids of the tokens that were handed over. */
    private final Map<String, String> taken = new ConcurrentHashMap<>();

    SecretTarget(boolean forMany) {
        this.forMany = forMany;
    }

    /**
     * Reads {@code file:PATH}, {@code env-file:PATH}, {@code exec:COMMAND} or {@code vault:MOUNT/PATH}. In a path
     * {@code {id}} and {@code {name}} stand for those of the token.
     *
     * @param text the target
     * @param directory the working directory
     * @param variables the environment variables, of which {@code VAULT_ADDR}, {@code VAULT_TOKEN} and
     *     {@code VAULT_NAMESPACE} count
     * @return the target
     * @throws IllegalArgumentException with what is right, if it is none
     */
    public static SecretTarget parse(String text, Path directory, Map<String, String> variables) {
        int colon = text.indexOf(':');
        String argument = text.substring(colon + 1);
        if (colon < 0 || argument.isBlank()) {
            throw new IllegalArgumentException(FORMS);
        }
        return switch (text.substring(0, colon)) {
            case "file" -> FileTarget.secret(new PathTemplate(argument), directory);
            case "env-file" -> FileTarget.variables(new PathTemplate(argument), directory);
            case "exec" -> new ExecTarget(argument);
            case "vault" -> vault(new PathTemplate(argument), variables);
            default -> throw new IllegalArgumentException(FORMS);
        };
    }

    private static SecretTarget vault(PathTemplate path, Map<String, String> variables) {
        String address = variables.getOrDefault("VAULT_ADDR", "");
        String token = variables.getOrDefault("VAULT_TOKEN", "");
        if (address.isEmpty() || token.isEmpty()) {
            throw new IllegalArgumentException("vault: needs the variables VAULT_ADDR and VAULT_TOKEN");
        }
        return new VaultTarget(address, token, variables.getOrDefault("VAULT_NAMESPACE", ""), path);
    }

    /** Whether several tokens can be handed over without one replacing the other. */
    public boolean isForMany() {
        return forMany;
    }

    /** What a path stands for, which may be the same for two paths. */
    String place(String path) {
        return path;
    }

    /** The path for a token, which no other token of this run has. */
    String path(PathTemplate template, CreatedPersonalAccessToken token) {
        String path = template.of(token);
        String first = taken.putIfAbsent(place(path), token.getId());
        if (first != null && !first.equals(token.getId())) {
            throw new HandOverException(path + " has the secret of token " + first + " already; use {id}", null);
        }
        return path;
    }

    /**
     * Checks the name of a token before it is created: a secret that cannot be handed over is lost.
     *
     * @param name the name
     * @throws IllegalArgumentException with the reason, if the secret of such a token cannot be handed over
     */
    public abstract void checkName(String name);

    /** The longest time that a hand-over takes. */
    public abstract Duration longest();

    /**
     * Hands the secret of a token over, and returns when it is there.
     *
     * @param token the token
     * @throws HandOverException if it could not be handed over
     */
    public abstract void put(CreatedPersonalAccessToken token);
}
