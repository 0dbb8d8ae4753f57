package io.github.sailpat.sandbox.junit;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link SandboxTest} switches on. Register it by hand to set up the tenant or the client:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SandboxExtension SANDBOX =
 *         SandboxExtension.of(tenant -> tenant.tokens(20), client -> client.apiVersion(ApiVersion.V2025));
 * }</pre>
 *
 * <p>It is thread-safe, and keeps what it starts in the store of the test.
 */
public final class SandboxExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SandboxExtension.class);

    private final @Nullable UnaryOperator<SandboxOptions.Builder> options;
    private final UnaryOperator<SailPointClient.Builder> customizer;

    /** For JUnit, by way of {@link SandboxTest}. */
    public SandboxExtension() {
        this(null, client -> client);
    }

    private SandboxExtension(
            @Nullable UnaryOperator<SandboxOptions.Builder> options,
            UnaryOperator<SailPointClient.Builder> customizer) {
        this.options = options;
        this.customizer = customizer;
    }

    /**
     * An extension whose tenants and clients have these settings.
     *
     * @param options sets the options of each tenant, which begins with no tokens
     * @param customizer sets up each client, after its base URL and its credentials
     * @return the extension
     */
    public static SandboxExtension of(
            UnaryOperator<SandboxOptions.Builder> options, UnaryOperator<SailPointClient.Builder> customizer) {
        return new SandboxExtension(
                Objects.requireNonNull(options, "options"), Objects.requireNonNull(customizer, "customizer"));
    }

    /** True for the three types, in a test and in what runs before and after each test. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getTestMethod().isPresent()
                && Sandbox.TYPES.contains(parameter.getParameter().getType());
    }

    /** The tenant of the test, its client or its operations. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Sandbox sandbox = sandbox(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == SandboxTenant.class) {
            return sandbox.tenant();
        }
        SailPointClient client = sandbox.client(customizer);
        return type == PersonalAccessTokens.class ? client.personalAccessTokens() : client;
    }

    /** Closes the client and then the tenant, if the test had them. */
    @Override
    public void afterEach(ExtensionContext context) {
        Sandbox sandbox = context.getStore(NAMESPACE).remove(this, Sandbox.class);
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private Sandbox sandbox(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Sandbox existing = store.get(this, Sandbox.class);
        if (existing != null) {
            return existing;
        }
        SandboxTest annotation = annotation(context);
        Sandbox started = new Sandbox(SandboxTenant.start(tenant -> apply(tenant.tokens(0), annotation)));
        store.put(this, started);
        return started;
    }

    private SandboxOptions.Builder apply(SandboxOptions.Builder tenant, @Nullable SandboxTest annotation) {
        if (options != null) {
            return options.apply(tenant);
        }
        if (annotation == null) {
            return tenant;
        }
        tenant.tokens(annotation.tokens());
        return annotation.rateLimit() ? tenant : tenant.rateLimitOff();
    }

    /** That of the method before that of the class, and of the class before those around it. */
    private static @Nullable SandboxTest annotation(ExtensionContext context) {
        for (ExtensionContext each = context;
                each != null;
                each = each.getParent().orElse(null)) {
            SandboxTest found = AnnotationSupport.findAnnotation(each.getElement(), SandboxTest.class)
                    .orElse(null);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
