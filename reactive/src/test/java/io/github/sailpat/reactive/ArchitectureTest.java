package io.github.sailpat.reactive;

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
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "io.github.sailpat.reactive", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> FOREIGN = JavaClass.Predicates.resideInAnyPackage(
            "com.fasterxml..", "tools.jackson..", "io.netty..", "org.immutables..", "..internal..");

    private static final DescribedPredicate<JavaClass> OPEN = DescribedPredicate.describe(
            "are public and not internal",
            type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.getPackageName().contains(".internal"));

    @ArchTest
    static final ArchRule noForeignTypeIsGivenOutOrAskedFor = methods()
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

    @ArchTest
    static final ArchRule micrometerIsKnownToItsOwnPackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.sailpat.reactive.micrometer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.github.sailpat.reactive.micrometer");

    @ArchTest
    static final ArchRule thePackagesOfTheFrontDoorAndTheStagesHaveNoCycles = slices().matching(
                    "io.github.sailpat.reactive.(internal.list|internal.deadline|internal.auth|auth|retry)..")
            .should()
            .beFreeOfCycles();
}
