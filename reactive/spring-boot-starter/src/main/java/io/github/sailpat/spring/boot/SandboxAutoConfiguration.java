package io.github.sailpat.spring.boot;

import io.github.sailpat.sandbox.SandboxTenant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;

/** With the profile {@code sandbox}, every client is one of an embedded tenant. */
@AutoConfiguration(before = SailpatAutoConfiguration.class)
@ConditionalOnClass(SandboxTenant.class)
@Profile("sandbox")
public class SandboxAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxAutoConfiguration.class);

    /** For Spring. */
    SandboxAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    SandboxTenant sandboxTenant() {
        return SandboxTenant.start(options -> options.ownTokenListed(true));
    }

    @Bean
    @ConditionalOnMissingBean
    SailPointConnectionDetails sandboxConnectionDetails(SandboxTenant tenant) {
        LOG.warn("The profile \"sandbox\" is active: the tenant is embedded, at {}", tenant.getBaseUrl());
        return new SandboxConnectionDetails(tenant);
    }
}
