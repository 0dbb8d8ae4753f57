package io.github.sailpat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Optional;

@AnalyzeClasses(packages = "io.github.sailpat", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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

    private static final DescribedPredicate<JavaClass> FOREIGN = JavaClass.Predicates.resideInAnyPackage(
            "com.fasterxml..",
            "tools.jackson..",
            "io.netty..",
            "reactor..",
            "org.immutables..",
            "..internal..",
            "io.github.sailpat.time..");

    @ArchTest
    static final ArchRule coreKnowsNoReactorAndNoNetwork = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "io.netty..", "org.reactivestreams..", "java.net..");

    /** It has 400 classes, which are a tenth of the time of a program that makes one call. */
    @ArchTest
    static final ArchRule dataBindingIsForErrorsAndFilesOnly = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(JsonTree|AccessTokenErrorReader|ErrorResponseReader|ConfigFileReader)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule nothingPrints =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule noForeignTypeIsGivenOut = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(JavaClass.Predicates.resideOutsideOfPackage("..internal..")
                    .and(DescribedPredicate.describe(
                            "are public",
                            c -> c.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))))
            .should()
            .notHaveRawReturnType(FOREIGN)
            .andShould()
            .notHaveRawParameterTypes(DescribedPredicate.describe(
                    "a foreign type", types -> types.stream().anyMatch(FOREIGN)));

    @ArchTest
    static final ArchRule noOptionalIsGivenOut = methods().should().notHaveRawReturnType(Optional.class);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles();
}
