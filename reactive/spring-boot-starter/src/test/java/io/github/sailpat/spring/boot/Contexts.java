package io.github.sailpat.spring.boot;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.spring.boot.audit.AuditAutoConfiguration;
import io.github.sailpat.spring.boot.redis.SharedLimitAutoConfiguration;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** Applications without a web server, with the auto-configuration of the starter. */
public final class Contexts {
    private Contexts() {}

    /** One without a tenant. */
    public static ApplicationContextRunner empty() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HealthAutoConfiguration.class,
                        MicrometerAutoConfiguration.class,
                        NamedClientsAutoConfiguration.class,
                        SailpatAutoConfiguration.class,
                        SandboxAutoConfiguration.class,
                        SanitizerAutoConfiguration.class,
                        SharedLimitAutoConfiguration.class,
                        AuditAutoConfiguration.class));
    }

    /** One with the three properties. */
    public static ApplicationContextRunner of(SandboxTenant tenant) {
        return empty().withPropertyValues(properties("sailpat", tenant));
    }

    /** As {@code spring.main.lazy-initialization} does. */
    public static void makeLazy(ConfigurableApplicationContext context) {
        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
    }

    static String[] properties(String prefix, SandboxTenant tenant) {
        return new String[] {
            prefix + ".base-url=" + tenant.getBaseUrl(),
            prefix + ".client-id=" + tenant.getClientId(),
            prefix + ".client-secret=" + tenant.getClientSecret()
        };
    }
}
