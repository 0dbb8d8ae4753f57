package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** A client and its operations as beans for each name in {@code sailpat.clients}, with the name as qualifier. */
class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {
    private static final String CLIENT = "SailPointClient";
    private static final String TOKENS = "PersonalAccessTokens";

    private final Environment environment;

    NamedClientsRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        for (String name : names(environment)) {
            RootBeanDefinition client = new RootBeanDefinition(SailPointClient.class);
            client.setFactoryBeanName(SailpatAutoConfiguration.FACTORY);
            client.setFactoryMethodName("named");
            client.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
            client.setDestroyMethodName("close");
            client.setLazyInit(false);
            register(name, CLIENT, client, registry);

            RootBeanDefinition tokens = new RootBeanDefinition(PersonalAccessTokens.class);
            tokens.setFactoryBeanName(name + CLIENT);
            tokens.setFactoryMethodName("personalAccessTokens");
            register(name, TOKENS, tokens, registry);
        }
    }

    /** The names in {@code sailpat.clients}. */
    static Set<String> names(Environment environment) {
        return Binder.get(environment)
                .bind(SailpatProperties.PREFIX + ".clients", Bindable.mapOf(String.class, Object.class))
                .orElseGet(Map::of)
                .keySet();
    }

    private static void register(
            String name, String suffix, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        registry.registerBeanDefinition(name + suffix, definition);
    }
}
