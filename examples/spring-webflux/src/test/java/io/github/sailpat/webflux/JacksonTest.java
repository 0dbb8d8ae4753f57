package io.github.sailpat.webflux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.sailpat.sandbox.SandboxTenant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.codec.EncoderHttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;

/** The library has a Jackson of its own inside; which one the service has is the service's to choose. */
class JacksonTest {
    @Test
    void serviceNamesNoJackson() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.sailpat.webflux"));
    }

    @Test
    void answersAreTheSameWithEitherJackson() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(20))) {
            String bySpringBootsOwn = answers(tenant, "JacksonJsonEncoder");
            String byTheOther =
                    answers(tenant, "Jackson2JsonEncoder", "--spring.http.codecs.preferred-json-mapper=jackson2");

            assertThat(byTheOther).isEqualTo(bySpringBootsOwn).contains("\"lastUsed\":null", "\"created\":\"2");
        }
    }

    private static String answers(SandboxTenant tenant, String encoder, String... more) {
        try (RunningService service = RunningService.of(tenant, more)) {
            assertThat(encoders(service)).contains(encoder);
            return get(service, "/tokens")
                    + Events.read(service, List.of(Events.line("nobody"))).outcomes("rejected");
        }
    }

    private static List<String> encoders(RunningService service) {
        return service.context().getBean(ServerCodecConfigurer.class).getWriters().stream()
                .filter(writer -> writer instanceof EncoderHttpMessageWriter<?>)
                .map(writer -> ((EncoderHttpMessageWriter<?>) writer).getEncoder())
                .filter(encoder -> encoder.getEncodableMimeTypes().contains(MediaType.APPLICATION_JSON))
                .map(encoder -> encoder.getClass().getSimpleName())
                .toList();
    }

    private static String get(RunningService service, String uri) {
        return Objects.requireNonNull(service.client()
                .get()
                .uri(uri)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }
}
