package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.profile.Keyring;
import io.github.sailpat.cli.profile.Profile;
import io.github.sailpat.cli.profile.ProfileFile;
import io.github.sailpat.cli.secret.SecretSource;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options for the tenant and the credentials. */
final class TenantOptions {
    private static final String SECRET = "client secret";

    @Option(
            names = "--base-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The tenant. Default: SAIL_BASE_URL, then BaseURL of the config file, else a sandbox.")
    private @Nullable URI baseUrl;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "JSON with BaseURL, ClientId, ClientSecret; it wins over the variables."
                    + " Default: config.json, if it is there, over which they win.")
    private @Nullable Path config;

    @Option(
            names = "--profile",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description =
                    "An environment of SailPoint's own command, sail, with its credentials from the keyring unless"
                            + " they are set. Default: TOKENS_PROFILE.")
    private @Nullable String profile;

    @Option(
            names = "--client-id",
            scope = ScopeType.INHERIT,
            paramLabel = "ID",
            description = "The client id. Default: SAIL_CLIENT_ID, then that of the profile or of the config file.")
    private @Nullable String clientId;

    @Option(
            names = "--secret-from",
            scope = ScopeType.INHERIT,
            paramLabel = "SOURCE",
            converter = Converters.Source.class,
            description = "Where the client secret is: env:NAME, fd:3, prompt or keyring. Default: SAIL_CLIENT_SECRET,"
                    + " then that of the profile or of the config file.")
    private @Nullable SecretSource secretFrom;

    @Option(
            names = "--secret-command",
            scope = ScopeType.INHERIT,
            paramLabel = "COMMAND",
            description = "A command that prints the client secret, run by the shell: 'pass show sailpoint'.")
    private @Nullable String secretCommand;

    /** Whether a tenant is meant, even if it has no base URL. */
    boolean isNamed() {
        return config != null || profile != null || clientId != null || secretFrom != null || secretCommand != null;
    }

    /** What options, variables, profile and file say: the first that has a setting decides. */
    TenantSettings resolve(CommandEnvironment shell) {
        if (profile != null && config != null) {
            throw new UsageException("--config and a profile exclude each other", null);
        }
        String name = profile == null && config == null
                ? EnvironmentSettings.value(shell.variables(), "TOKENS_PROFILE")
                : profile;
        TenantSettings options = ofOptions(shell, name);
        return options.orElseGet(() -> name == null ? withoutProfile(shell) : ofProfile(name, shell));
    }

    private TenantSettings ofOptions(CommandEnvironment shell, @Nullable String name) {
        if (secretFrom != null && secretCommand != null) {
            throw new UsageException("--secret-from and --secret-command exclude each other", null);
        }
        SecretSource source =
                secretCommand == null ? secretFrom : new SecretSource(SecretSource.Kind.COMMAND, secretCommand);
        return new TenantSettings(
                Sourced.of(baseUrl, "--base-url"),
                Sourced.of(cleaned("--client-id", clientId), "--client-id"),
                source == null ? null : new Sourced<>(secret(source, shell, name), source.toString()));
    }

    private static Supplier<Secret> secret(SecretSource source, CommandEnvironment shell, @Nullable String name) {
        if (source.kind() != SecretSource.Kind.KEYRING) {
            return () -> secret(source.read(shell.variables(), shell.prompt()), source.toString());
        }
        if (name == null) {
            throw new UsageException("--secret-from keyring needs a profile: add --profile NAME", null);
        }
        return () -> {
            String found = shell.keyring().clientSecret(name.toLowerCase(Locale.ROOT)); // as it is stored
            if (found == null) {
                throw new UsageException(
                        "there is no client secret: " + shell.keyring().absence(name), null);
            }
            return secret(found, "the keyring");
        };
    }

    private static Secret secret(@Nullable String text, String source) {
        String value = cleaned(SECRET, text);
        if (value == null) {
            throw new UsageException("there is no client secret: " + source + " has none", null);
        }
        return Secret.of(value);
    }

    private static @Nullable String cleaned(String what, @Nullable String text) {
        return text == null ? null : EnvironmentSettings.value(Map.of(what, text), what);
    }

    /** A file of --config overrides the variables, and these override the default file. */
    private TenantSettings withoutProfile(CommandEnvironment shell) {
        if (config != null) {
            return TenantSettings.of(
                            EnvironmentSettings.ofFile(shell.directory().resolve(config)), config.toString())
                    .orElseGet(() -> TenantSettings.ofVariables(shell.variables()));
        }
        Path file = shell.directory().resolve("config.json");
        TenantSettings nothing = new TenantSettings(null, null, null);
        return TenantSettings.ofVariables(shell.variables())
                .orElseGet(() -> Files.exists(file)
                        ? TenantSettings.of(EnvironmentSettings.ofFile(file), "config.json")
                        : nothing);
    }

    /** The tenant is that of the profile, whatever the variables say. They override the credentials. */
    private static TenantSettings ofProfile(String name, CommandEnvironment shell) {
        Map<String, String> variables = new HashMap<>(shell.variables());
        variables.remove("SAIL_BASE_URL");
        Profile profile =
                ProfileFile.read(shell.home().resolve(".sailpoint/config.yaml")).get(name);
        if (profile.baseUrl() == null) {
            throw new UsageException(
                    "the profile " + name + " has no baseurl, such as https://acme.api.identitynow.com", null);
        }
        TenantSettings ofFile = TenantSettings.of(settings(profile), "the profile " + profile.name());
        return TenantSettings.ofVariables(variables)
                .orElse(ofFile)
                .orElseGet(() -> ofKeyring(profile.name(), shell.keyring()));
    }

    private static EnvironmentSettings settings(Profile profile) {
        Map<String, String> values = new HashMap<>();
        put(values, "SAIL_BASE_URL", profile.baseUrl());
        put(values, "SAIL_CLIENT_ID", profile.clientId());
        put(values, "SAIL_CLIENT_SECRET", profile.clientSecret());
        return EnvironmentSettings.ofVariables(values);
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static TenantSettings ofKeyring(String name, Keyring keyring) {
        String secret = keyring.clientSecret(name);
        return new TenantSettings(
                null,
                Sourced.of(cleaned("client id", keyring.clientId(name)), "the keyring"),
                secret == null ? null : new Sourced<>(() -> secret(secret, "the keyring"), "the keyring"));
    }
}
