package io.github.sailpat.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Hooks;

@AnalyzeClasses(packages = "io.github.sailpat.redis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> BLOCKING_PRINTING_OR_GLOBAL = JavaClass.Predicates.belongToAnyOf(
                    PrintStream.class, Hooks.class, Optional.class, CountDownLatch.class)
            .or(JavaClass.Predicates.resideInAPackage("io.lettuce.core..sync.."));

    @ArchTest
    static final ArchRule nothingBlocksPrintsOrHooks = noClasses()
            .should()
            .dependOnClassesThat(BLOCKING_PRINTING_OR_GLOBAL)
            .orShould()
            .callMethodWhere(DescribedPredicate.describe(
                    "blocks", call -> call.getName().matches("block|blockFirst|blockLast|sleep|join|await\\w*")));

    @ArchTest
    static final ArchRule micrometerIsKnownToItsOwnPackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.sailpat.redis.micrometer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.github.sailpat.redis.micrometer");

    @ArchTest
    static final ArchRule noInternalTypeOfTheClientIsUsed =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.github.sailpat.reactive.internal..");

    /** Only the clock of Redis decides, and differences of one monotonic clock. */
    @ArchTest
    static final ArchRule noWallClockIsRead = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Instant")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");
}
