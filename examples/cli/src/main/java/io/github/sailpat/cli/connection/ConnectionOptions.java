package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.option.RateSetting;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.token.ApiVersion;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options of the connection. */
public final class ConnectionOptions {
    private static final String DEFAULT = "default";

    @Mixin
    private final TenantOptions tenant = new TenantOptions();

    @Option(
            names = "--proxy",
            scope = ScopeType.INHERIT,
            paramLabel = "URL|env",
            description = "The proxy, http://HOST:PORT, with TOKENS_PROXY_USER and TOKENS_PROXY_PASSWORD"
                    + " if it requires them; env to use HTTPS_PROXY and NO_PROXY. Default: none.")
    private @Nullable String proxy;

    @Option(
            names = "--resolve",
            scope = ScopeType.INHERIT,
            paramLabel = "ADDRESS",
            description = "The IP address of the tenant's host. Default: what the system's resolver finds.")
    private @Nullable InetAddress address;

    @Option(
            names = "--trust-store",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The authorities to trust, PEM, or PKCS #12 with TOKENS_TRUST_STORE_PASSWORD."
                    + " Default: those of Java.")
    private @Nullable Path trustStore;

    @Option(
            names = "--api-version",
            scope = ScopeType.INHERIT,
            paramLabel = "VERSION",
            description = "One of ${COMPLETION-CANDIDATES}. Default: TOKENS_API_VERSION, else beta.")
    private @Nullable ApiVersion apiVersion;

    @Option(
            names = "--deadline",
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            description = "The total time of one call, retries included: 500ms, 30s, 5m.")
    private @Nullable Duration deadline;

    @Option(
            names = "--max-attempts",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "The maximum number of attempts of one call.")
    private @Nullable Integer maxAttempts;

    @Option(
            names = "--rate",
            scope = ScopeType.INHERIT,
            paramLabel = "N/TIME",
            description = "The rate limit, requests per time, or off. Default: 100/10s.")
    private @Nullable RateSetting rate;

    @Option(
            names = "--shared-limit",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "A Redis that shares the rate limit with other processes, redis://HOST:PORT,"
                    + " with TOKENS_REDIS_USER and TOKENS_REDIS_PASSWORD if it requires them. Default: none.")
    private @Nullable URI sharedLimit;

    @Option(
            names = "--concurrency",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "The number of concurrent calls of a bulk job.")
    private @Nullable Integer concurrency;

    private @Nullable Settings resolved;

    /** The settings of flags, environment and files: the first that has one decides. They are looked up once. */
    public Settings resolve(CommandEnvironment shell) {
        Settings settings = resolved;
        if (settings == null) {
            settings = lookUp(shell);
            resolved = settings;
        }
        return settings;
    }

    private Settings lookUp(CommandEnvironment shell) {
        atLeastOne("--max-attempts", maxAttempts);
        atLeastOne("--concurrency", concurrency);
        TenantSettings found = tenant.resolve(shell);
        URI url = Sourced.orNull(found.baseUrl());
        if (url == null) {
            requireNothingElse(found);
        }
        return new Settings(
                found,
                url == null ? null : proxySetting(shell).on(url),
                address,
                trustStore == null
                        ? null
                        : TrustStore.read(
                                shell.directory().resolve(trustStore),
                                shell.variables().get("TOKENS_TRUST_STORE_PASSWORD")),
                apiVersion == null ? apiVersionOf(shell.variables()) : apiVersion,
                deadline,
                maxAttempts,
                rate,
                SharedLimitSetting.of(sharedLimit, rate, shell.variables()),
                concurrency);
    }

    public ProxySetting proxySetting(CommandEnvironment shell) {
        return new ProxySetting(proxy, shell.variables());
    }

    /** The sandbox is used only if nothing is configured: its secrets are not real. */
    private void requireNothingElse(TenantSettings found) {
        boolean credentials = found.clientId() != null || found.clientSecret() != null;
        if (credentials || tenant.isNamed() || proxy != null || trustStore != null) {
            throw new UsageException(
                    credentials ? "there are credentials, but no base URL" : "there is no base URL",
                    "Set SAIL_BASE_URL, or BaseURL in the config file, or use --base-url; the sandbox is used only"
                            + " if nothing is set.");
        }
    }

    /** Each setting by its name, and where it comes from; secrets masked. */
    public Map<String, Sourced<String>> describe(CommandEnvironment shell) {
        Settings settings = resolve(shell);
        TenantSettings found = settings.tenant();
        Map<String, Sourced<String>> all = new LinkedHashMap<>();
        put(all, "base URL", withoutUser(found.baseUrl()), "the sandbox");
        String otherwise = found.baseUrl() == null ? "that of the sandbox" : "none";
        put(all, "client id", found.clientId(), otherwise);
        Sourced<?> secret = found.clientSecret();
        put(all, "client secret", secret == null ? null : new Sourced<>("********", secret.source()), otherwise);
        String version = apiVersion == null ? "TOKENS_API_VERSION" : "--api-version";
        boolean isDefault = apiVersion == null
                && shell.variables().getOrDefault(version, "").isEmpty();
        all.put("API version", new Sourced<>(settings.apiVersion().getLabel(), isDefault ? DEFAULT : version));
        put(all, "proxy", withoutUser(Sourced.of(proxy, "--proxy")), "none");
        put(all, "address", Sourced.of(address, "--resolve"), "as resolved");
        put(all, "trust store", Sourced.of(trustStore, "--trust-store"), "that of the JDK");
        put(all, "deadline", Sourced.of(deadline, "--deadline"), "that of the library");
        put(all, "attempts", Sourced.of(maxAttempts, "--max-attempts"), "as the library has it");
        put(all, "rate limit", Sourced.of(rate, "--rate"), RateSetting.DEFAULT.toString());
        put(all, "shared limit", Sourced.of(sharedLimit, "--shared-limit"), "none");
        put(all, "concurrency", Sourced.of(concurrency, "--concurrency"), "as the library has it");
        return all;
    }

    /** A user in a URL is refused when it is used, and is likely to have a password. */
    private static @Nullable Sourced<String> withoutUser(@Nullable Sourced<?> url) {
        return url == null
                ? null
                : new Sourced<>(url.value().toString().replaceFirst("^.*@", "********@"), url.source());
    }

    private static void put(
            Map<String, Sourced<String>> all, String name, @Nullable Sourced<?> setting, String otherwise) {
        all.put(
                name,
                setting == null
                        ? new Sourced<>(otherwise, DEFAULT)
                        : new Sourced<>(setting.value().toString(), setting.source()));
    }

    private static void atLeastOne(String option, @Nullable Integer number) {
        if (number != null && number < 1) {
            throw new UsageException(option + " must be at least 1", null);
        }
    }

    private static ApiVersion apiVersionOf(Map<String, String> variables) {
        String variable = EnvironmentSettings.value(variables, "TOKENS_API_VERSION");
        if (variable == null) {
            return ApiVersion.BETA;
        }
        try {
            return Converters.apiVersion(variable);
        } catch (TypeConversionException e) {
            throw new UsageException("TOKENS_API_VERSION: " + e.getMessage(), null);
        }
    }
}
