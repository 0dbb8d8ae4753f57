package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client of the configured tenant or, without one, of a sandbox that is closed with the connection. */
public final class Connection implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

    private final @Nullable SandboxTenant sandbox;
    private final @Nullable RedisRateLimiter sharedLimit;
    private final String clientId;
    private final SailPointClient client;

    private Connection(
            @Nullable SandboxTenant sandbox,
            Settings settings,
            CommandEnvironment shell,
            ClientObserver observer,
            URI url,
            String id,
            Secret secret) {
        SharedLimitSetting shared = settings.sharedLimit();
        this.sandbox = sandbox;
        this.clientId = id;
        this.sharedLimit = shared == null ? null : shared.connect(url, id, settings.apiVersion());
        this.client = client(settings, shell, observer, sharedLimit, url, id, secret);
    }

    public static Connection open(Settings settings, CommandEnvironment shell, ClientObserver observer) {
        URI url = settings.baseUrl();
        if (url != null) {
            String id = Sourced.orNull(settings.tenant().clientId());
            Supplier<Secret> reader = Sourced.orNull(settings.tenant().clientSecret());
            Secret secret = id == null || reader == null ? null : reader.get();
            if (id == null || secret == null) {
                throw new UsageException(
                        "there is a base URL, but no " + (id == null ? "client id" : "client secret"),
                        "Set SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, or ClientId and ClientSecret in config.json, or use"
                                + " --secret-from or --profile.");
            }
            return new Connection(null, settings, shell, observer, url, id, secret);
        }
        SandboxTenant sandbox = SandboxTenant.start();
        shell.note("tokens: no base URL is set, so this is a sandbox at " + sandbox.getBaseUrl()
                + " with sample tokens; set SAIL_BASE_URL to use a tenant");
        try {
            return new Connection(
                    sandbox,
                    settings,
                    shell,
                    observer,
                    sandbox.getBaseUrl(),
                    sandbox.getClientId(),
                    Secret.of(sandbox.getClientSecret()));
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    private static SailPointClient client(
            Settings settings,
            CommandEnvironment shell,
            ClientObserver observer,
            @Nullable RedisRateLimiter sharedLimit,
            URI url,
            String id,
            Secret secret) {
        return SailPointClient.create(builder -> {
            builder.baseUrl(url)
                    .clientCredentials(id, secret)
                    .apiVersion(settings.apiVersion())
                    .userAgent("tokens")
                    .observer(observer)
                    .onAbandonedCreate(create -> shell.note(abandoned(create)));
            if (settings.proxy() != null) {
                builder.proxy(settings.proxy());
            }
            InetAddress address = settings.address();
            if (address != null) {
                builder.hostResolver(host -> List.of(address));
            }
            if (settings.trusted() != null) {
                builder.tls(TrustStore.options(settings.trusted()));
            }
            if (settings.deadline() != null) {
                builder.deadline(settings.deadline());
            }
            if (settings.maxAttempts() != null) {
                builder.retryPolicy(RetryPolicy.standard().withMaxAttempts(settings.maxAttempts()));
            }
            if (sharedLimit != null) {
                builder.rateLimiter(sharedLimit);
            } else if (settings.rate() != null) {
                builder.rateLimiter(settings.rate().toLimiter());
            }
            return builder;
        });
    }

    private static String abandoned(AbandonedCreate create) {
        String id = create.getId();
        return "tokens: the create of \"" + create.getName() + "\" was cut off: "
                + (id == null
                        ? "the token may exist; look for its name among your own tokens, and delete it"
                        : "token " + id + " exists; delete it, unless its secret was printed");
    }

    public PersonalAccessTokens tokens() {
        return client.personalAccessTokens();
    }

    public String clientId() {
        return clientId;
    }

    @Override
    public void close() {
        // The results are printed: what does not close in time ends with the process.
        client.disposeLater().onErrorComplete().block(CLOSE_TIMEOUT);
        if (sharedLimit != null) {
            sharedLimit.closeLater().onErrorComplete().block(CLOSE_TIMEOUT);
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
