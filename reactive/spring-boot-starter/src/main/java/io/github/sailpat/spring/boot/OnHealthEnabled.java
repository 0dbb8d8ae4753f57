package io.github.sailpat.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * As {@code ConditionalOnEnabledHealthIndicator}, which has another package in Spring Boot 4: the property of this
 * contributor decides, and without it that of all.
 */
class OnHealthEnabled extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        @Nullable Boolean own = environment.getProperty("management.health.sailpat.enabled", Boolean.class);
        boolean matches =
                own == null ? environment.getProperty("management.health.defaults.enabled", Boolean.class, true) : own;
        return new ConditionOutcome(
                matches,
                ConditionMessage.forCondition("Health of sailpat")
                        .because(matches ? "it is enabled" : "it is disabled"));
    }
}
