package io.github.sailpat.spring.boot;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** There is a client without a name, unless only clients with names are configured. */
class OnDefaultClient extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        boolean isConfigured = environment.containsProperty("sailpat.tenant")
                || environment.containsProperty("sailpat.base-url")
                || environment.containsProperty("sailpat.client-id");
        boolean matches =
                isConfigured || NamedClientsRegistrar.names(environment).isEmpty();
        return new ConditionOutcome(
                matches,
                ConditionMessage.forCondition("Client without a name")
                        .because(matches ? "it is configured, or no other is" : "sailpat.clients has all clients"));
    }
}
