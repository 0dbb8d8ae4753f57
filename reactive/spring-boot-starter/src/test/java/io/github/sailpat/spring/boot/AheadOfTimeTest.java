package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

/** The context is processed ahead of time, as for a native image: nothing connects, and no client is created. */
class AheadOfTimeTest {
    @Test
    void clientsWithAndWithoutANameAreProcessed() throws Exception {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get("app", "Application")), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "test", Map.of("sailpat.tenant", "acme", "sailpat.clients.eu.tenant", "acme-eu")));
            context.register(
                    SanitizerAutoConfiguration.class,
                    SailpatAutoConfiguration.class,
                    NamedClientsAutoConfiguration.class,
                    HealthAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();

        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(Secret.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(generation.getRuntimeHints());
        StringBuilder sources = new StringBuilder();
        for (var file : files.getGeneratedFiles(Kind.SOURCE).values()) {
            sources.append(new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(sources)
                .contains("euSailPointClient", "euPersonalAccessTokens", SailPointClient.class.getSimpleName())
                .containsPattern("AutowireCandidateQualifier\\([^)]*\"eu\"\\)");
    }
}
