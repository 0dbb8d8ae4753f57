package io.github.sailpat.reactive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.sailpat.reactive.internal.http.ExternalResources;
import io.github.sailpat.reactive.internal.http.ProxySettings;
import io.github.sailpat.reactive.internal.http.TlsSettings;
import io.github.sailpat.reactive.internal.oauth.ClientCredentials;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "io.github.sailpat.reactive", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.sailpat.reactive";
    private static final String CLIENT = ROOT + ".internal.client";

    private static final SliceAssignment EACH_PACKAGE = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package of the module";
        }
    };

    /** Values that the public options and the client's builder convert their settings to. */
    private static final DescribedPredicate<JavaClass> SETTINGS = JavaClass.Predicates.belongToAnyOf(
            ProxySettings.class, TlsSettings.class, ExternalResources.class, ClientCredentials.class);

    private static final DescribedPredicate<JavaClass> FOREIGN = JavaClass.Predicates.resideInAnyPackage(
            "com.fasterxml..", "tools.jackson..", "io.netty..", "org.immutables..", "..internal..");

    private static final DescribedPredicate<JavaClass> OPEN = DescribedPredicate.describe(
            "are public and not internal",
            type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.getPackageName().contains(".internal"));

    @ArchTest
    static final ArchRule noForeignTypeIsInAPublicSignature = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(OPEN)
            .should()
            .notHaveRawReturnType(FOREIGN)
            .andShould()
            .notHaveRawParameterTypes(DescribedPredicate.describe(
                    "a foreign type", types -> types.stream().anyMatch(FOREIGN)));

    @ArchTest
    static final ArchRule noOptional = methods().should().notHaveRawReturnType(Optional.class);

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .callMethod(Mono.class, "block")
            .orShould()
            .callMethod(Mono.class, "block", Duration.class)
            .orShould()
            .callMethod(Flux.class, "blockLast")
            .orShould()
            .callMethod(Flux.class, "blockFirst")
            .orShould()
            .callMethod(Flux.class, "toIterable")
            .orShould()
            .callMethod(Flux.class, "toStream")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothingPrintsOrHooks = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Hooks.class);

    /** The pipeline of {@code audit} is written out in its documentation. */
    @ArchTest
    static final ArchRule timeHasOneSource = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(TimeSource.class.getName())
            .and()
            .doNotHaveFullyQualifiedName(PersonalAccessTokens.class.getName())
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Mono.class, "delay", Duration.class)
            .orShould()
            .callMethod(Flux.class, "interval", Duration.class);

    @ArchTest
    static final ArchRule everySubscriberAnswersScan = classes()
            .that()
            .areAssignableTo(CoreSubscriber.class)
            .and()
            .areNotAssignableTo(BaseSubscriber.class) // Reactor's own, at the end of a chain
            .should()
            .beAssignableTo(Scannable.class);

    @ArchTest
    static final ArchRule micrometerIsKnownToItsOwnPackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.sailpat.reactive.micrometer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.github.sailpat.reactive.micrometer");

    /**
     * Every package is a slice. Left out is only what the composition root needs: {@code SailPointClient} in the root
     * package builds the client from {@code internal.client}, which implements the interfaces of the root package.
     */
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().assignedFrom(EACH_PACKAGE)
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    JavaClass.Predicates.resideInAPackage(ROOT), JavaClass.Predicates.resideInAPackage(CLIENT));

    @ArchTest
    static final ArchRule rootPackageUsesNoInternalPackageButThoseOfTheClientAndOfChecks = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".internal..")
                    .and(DescribedPredicate.not(
                            JavaClass.Predicates.resideInAnyPackage(CLIENT, ROOT + ".internal.setting")))
                    .and(DescribedPredicate.not(SETTINGS)));
}
