package io.racecar.examples;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rules for all modules; they stand here because only the examples see every one of them. */
final class ArchitectureTest {
    private static final JavaClasses RACECAR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.racecar");

    @Test
    void modulesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("api")
                .definedBy("io.racecar")
                .layer("engine")
                .definedBy("io.racecar.engine..")
                .layer("testing")
                .definedBy("io.racecar.testing..")
                .layer("jmx")
                .definedBy("io.racecar.jmx..")
                .layer("datadog")
                .definedBy("io.racecar.datadog..")
                .layer("opentelemetry")
                .definedBy("io.racecar.opentelemetry..")
                .layer("dropwizard")
                .definedBy("io.racecar.dropwizard..")
                .layer("examples")
                .definedBy("io.racecar.examples..")
                .layer("benchmarks")
                .definedBy("io.racecar.benchmarks..")
                .whereLayer("benchmarks")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .whereLayer("engine")
                .mayOnlyAccessLayers("api")
                .whereLayer("testing")
                .mayOnlyAccessLayers("api", "engine")
                .whereLayer("jmx")
                .mayOnlyAccessLayers("api", "engine")
                .whereLayer("datadog")
                .mayOnlyAccessLayers("api", "engine")
                .whereLayer("opentelemetry")
                .mayOnlyAccessLayers("api")
                .whereLayer("dropwizard")
                .mayOnlyAccessLayers("api", "engine")
                .ensureAllClassesAreContainedInArchitecture()
                .check(RACECAR);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles().check(RACECAR);
    }

    @Test
    void theApiNeedsNothingButTheJdkAndJSpecify() {
        classes()
                .that()
                .resideInAPackage("io.racecar")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.racecar", "java..", "org.jspecify.annotations")
                .check(RACECAR);
    }

    @Test
    void onlyTheConfigurationReadsTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.racecar.engine.config..")
                .should()
                .accessTargetWhere(targetOwner(type(System.class)).and(target(name("getenv"))))
                .check(RACECAR);
    }

    @Test
    void onlyExamplesCommandsAndTheBundleForSignalsAndWarningsUseStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.racecar.examples..")
                .and()
                .doNotHaveFullyQualifiedName("io.racecar.dropwizard.command.Console")
                .and()
                .doNotHaveFullyQualifiedName("io.racecar.dropwizard.RacecarBundle")
                .should(ACCESS_STANDARD_STREAMS)
                .check(RACECAR);
    }

    @Test
    void threadsAreHeldNotExtended() {
        noClasses().should().beAssignableTo(Thread.class).check(RACECAR);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(BE_IN_A_NULL_MARKED_PACKAGE).check(RACECAR);
    }

    private static final SliceAssignment EACH_PACKAGE = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    private static final ArchCondition<JavaClass> BE_IN_A_NULL_MARKED_PACKAGE =
            new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getFullName() + " is not: add a package-info.java with @NullMarked"));
                    }
                }
            };
}
