package io.github.sailpat.reactive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a native image cannot see by itself, by the byte code of both libraries. The CLI's tests trace the same while it
 * runs.
 */
class NativeImageTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/io.github.sailpat/sailpat-reactive/reflect-config.json");
    private static final Pattern REFLECTION = Pattern.compile(
            "forName|newInstance|get(Declared)?(Field|Method|Constructor)s?|getRecordComponents|getResource\\w*");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "io.github.sailpat.audit",
                    "io.github.sailpat.error",
                    "io.github.sailpat.internal",
                    "io.github.sailpat.jsonpatch",
                    "io.github.sailpat.reactive",
                    "io.github.sailpat.time",
                    "io.github.sailpat.token");

    @Test
    void nothingReflectsOrLooksForResourcesOrServices() {
        assertThat(CLASSES.contain("io.github.sailpat.internal.Json")).isTrue();
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("reflects", NativeImageTest::reflects))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.ServiceLoader")
                .check(CLASSES);
    }

    /**
     * Netty asks each handler of a pipeline which of its methods are its own, and an updater asks its class for the
     * field. A nested handler is part of a combined one, which Netty does not ask.
     */
    @Test
    void theMetadataNamesEachHandlerAndEachClassWithAnUpdater() throws IOException {
        Set<String> reflectedOn = CLASSES.stream()
                .filter(type -> isInPipeline(type) || hasUpdater(type))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());

        assertThat(Pattern.compile("\"name\": \"(io\\.[^\"]+)\"")
                        .matcher(Files.readString(METADATA))
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(reflectedOn);
    }

    private static boolean isInPipeline(JavaClass type) {
        return type.isAssignableTo(ChannelHandler.class) && !type.isNestedClass();
    }

    private static boolean reflects(JavaMethodCall call) {
        return (call.getTargetOwner().isEquivalentTo(Class.class)
                        || call.getTargetOwner().isAssignableTo(ClassLoader.class))
                && REFLECTION.matcher(call.getName()).matches();
    }

    private static boolean hasUpdater(JavaClass type) {
        return type.getFields().stream()
                .anyMatch(field -> field.getRawType().getName().endsWith("FieldUpdater"));
    }
}
