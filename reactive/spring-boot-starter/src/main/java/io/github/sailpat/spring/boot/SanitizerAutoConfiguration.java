package io.github.sailpat.spring.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Keeps secrets out of Actuator's endpoints. */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public class SanitizerAutoConfiguration {
    /** For Spring. */
    SanitizerAutoConfiguration() {}

    @Bean
    SanitizingFunction sailpatSanitizingFunction(ObjectProvider<SailpatProperties> properties) {
        return new EndpointSanitizer(properties);
    }
}
