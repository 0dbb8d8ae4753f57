package io.github.sailpat.cli;

import io.github.sailpat.token.ApiVersion;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The flags that say where to connect to, and how. */
final class ConnectionOptions {
    @Option(
            names = "--base-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The tenant. Default: SAIL_BASE_URL, then BaseURL of the config file, else a sandbox.")
    private @Nullable String baseUrl;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "JSON with BaseURL, ClientId, ClientSecret. Default: config.json, if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--api-version",
            scope = ScopeType.INHERIT,
            paramLabel = "VERSION",
            description = "beta, v3, v2024, v2025, v2026 or v1. Default: TOKENS_API_VERSION, else beta.")
    private @Nullable ApiVersion apiVersion;

    @Option(
            names = "--deadline",
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            description = "How long one call may take in all: 500ms, 30s, 5m.")
    private @Nullable Duration deadline;

    @Option(
            names = "--max-attempts",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "How often one call is tried at most.")
    private @Nullable Integer maxAttempts;

    @Option(
            names = "--rate",
            scope = ScopeType.INHERIT,
            paramLabel = "N/TIME",
            description = "How many requests in what time, or off. Default: 100/10s.")
    private @Nullable Rate rate;

    @Option(
            names = "--concurrency",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "How many calls of a bulk job run at a time.")
    private @Nullable Integer concurrency;

    /** The settings of flags, environment and config file: the first that has one decides. */
    Settings resolve(Shell shell) {
        atLeastOne("--max-attempts", maxAttempts);
        atLeastOne("--concurrency", concurrency);
        ConfigFile file = new ConfigFile(shell, config);
        return new Settings(
                baseUrl == null ? file.setting("SAIL_BASE_URL", "BaseURL") : baseUrl,
                file.setting("SAIL_CLIENT_ID", "ClientId"),
                file.setting("SAIL_CLIENT_SECRET", "ClientSecret"),
                apiVersion == null ? apiVersionOf(shell.variables().get("TOKENS_API_VERSION")) : apiVersion,
                deadline,
                maxAttempts,
                rate,
                concurrency);
    }

    private static void atLeastOne(String option, @Nullable Integer number) {
        if (number != null && number < 1) {
            throw new UsageException(option + " must be at least 1", null);
        }
    }

    private static ApiVersion apiVersionOf(@Nullable String variable) {
        if (variable == null || variable.isEmpty()) {
            return ApiVersion.BETA;
        }
        try {
            return Converters.apiVersion(variable);
        } catch (TypeConversionException e) {
            throw new UsageException("TOKENS_API_VERSION: " + e.getMessage(), null);
        }
    }
}
