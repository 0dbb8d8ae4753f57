package io.github.sailpat.cli;

import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.token.ApiVersion;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The options of the connection. */
final class ConnectionOptions {
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

    /** The settings of flags, environment and config file: the first that has one decides. */
    Settings resolve(CommandEnvironment shell) {
        atLeastOne("--max-attempts", maxAttempts);
        atLeastOne("--concurrency", concurrency);
        EnvironmentSettings tenant = tenant(shell);
        URI url = baseUrl == null ? tenant.getBaseUrl() : baseUrl;
        if (url == null) {
            requireNothingElse(tenant);
        }
        return new Settings(
                url,
                url == null ? null : proxySetting(shell).on(url),
                address,
                trustStore == null
                        ? null
                        : TrustStore.read(
                                shell.directory().resolve(trustStore),
                                shell.variables().get("TOKENS_TRUST_STORE_PASSWORD")),
                tenant.getClientId(),
                tenant.getClientSecret(),
                apiVersion == null ? apiVersionOf(shell.variables()) : apiVersion,
                deadline,
                maxAttempts,
                rate,
                SharedLimitSetting.of(sharedLimit, rate, shell.variables()),
                concurrency);
    }

    ProxySetting proxySetting(CommandEnvironment shell) {
        return new ProxySetting(proxy, shell.variables());
    }

    /** A file of --config overrides the variables, and these override the default file. */
    private EnvironmentSettings tenant(CommandEnvironment shell) {
        if (config != null) {
            EnvironmentSettings named =
                    EnvironmentSettings.ofFile(shell.directory().resolve(config));
            return named.isComplete() ? named : named.orElse(EnvironmentSettings.ofVariables(shell.variables()));
        }
        EnvironmentSettings variables = EnvironmentSettings.ofVariables(shell.variables());
        Path file = shell.directory().resolve("config.json");
        return variables.isComplete() || !Files.exists(file)
                ? variables
                : variables.orElse(EnvironmentSettings.ofFile(file));
    }

    /** The sandbox is used only if nothing is configured: its secrets are not real. */
    private void requireNothingElse(EnvironmentSettings tenant) {
        boolean credentials = tenant.getClientId() != null || tenant.getClientSecret() != null;
        if (credentials || config != null || proxy != null || trustStore != null) {
            throw new UsageException(
                    credentials ? "there are credentials, but no base URL" : "there is no base URL",
                    "Set SAIL_BASE_URL, or BaseURL in the config file, or use --base-url; the sandbox is used only"
                            + " if nothing is set.");
        }
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
