package io.carillon.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Holds the table of packages: a row may use rows above it, and nothing else. */
@AnalyzeClasses(packages = "io.carillon", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.carillon";

    /** From the ground up. */
    static final List<String> ROWS = List.of(
            "database",
            "problem",
            "vault",
            "access",
            "openapi",
            "channel",
            "profile",
            "segment",
            "message",
            "outbox",
            "campaign",
            "restraint",
            "delivery",
            "response",
            "orchestration",
            "insight",
            "sandbox",
            "launcher");

    @ArchTest
    static final ArchRule aPackageUsesOnlyRowsAboveIt =
            classes().that().resideInAPackage("io.carillon..").should(useOnlyEarlierRows());

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.carillon.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfTheLedgerFormNoCircle =
            slices().matching("io.carillon.delivery.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfTheChannelsFormNoCircle =
            slices().matching("io.carillon.channel.(*)..").should().beFreeOfCycles();

    /** Profile has one room, which builds on it. */
    @ArchTest
    static final ArchRule profilesDoNotKnowTheirImport = noClasses()
            .that()
            .resideInAPackage("io.carillon.profile")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carillon.profile.imports..");

    @ArchTest
    static final ArchRule roomsOfTheLauncherFormNoCircle =
            slices().matching("io.carillon.launcher.(*)..").should().beFreeOfCycles();

    /** The commands stand on the rooms. */
    @ArchTest
    static final ArchRule roomsOfTheLauncherDoNotKnowTheCommands = noClasses()
            .that()
            .resideInAPackage("io.carillon.launcher.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carillon.launcher");

    @ArchTest
    static final ArchRule onlyOrchestrationKnowsTemporal = noClasses()
            .that()
            .resideOutsideOfPackage("io.carillon.orchestration..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.temporal..", "io.grpc..");

    @ArchTest
    static final ArchRule nobodyImportsAnAdapter = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.carillon.channel.sms..",
                    "io.carillon.channel.email..",
                    "io.carillon.channel.push..",
                    "io.carillon.channel.wechat..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.carillon.channel.sms..",
                    "io.carillon.channel.email..",
                    "io.carillon.channel.push..",
                    "io.carillon.channel.wechat..");

    @ArchTest
    static final ArchRule vendorSdksStayInTheirAdapters = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.carillon.channel.sms..",
                    "io.carillon.channel.email..",
                    "io.carillon.channel.push..",
                    "io.carillon.channel.wechat..",
                    // what our speed is held against
                    "io.carillon.launcher.bench.bare..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.twilio..", "com.aliyun..", "me.chanjar..", "com.google.auth..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule theSandboxSharesNoCodeWithTheAdapters = noClasses()
            .that()
            .resideInAPackage("io.carillon.sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carillon.channel..");

    @ArchTest
    static final ArchRule workflowsAskNoWallClockAndNoRandomness = noClasses()
            .that()
            .haveSimpleNameEndingWith("WorkflowImpl")
            .or()
            .haveSimpleName("Wake")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule onlyTemporalTypesAreCalledImpl =
            classes().that().haveSimpleNameEndingWith("Impl").should().resideInAPackage("io.carillon.orchestration..");

    private static ArchCondition<JavaClass> useOnlyEarlierRows() {
        return new ArchCondition<>("use only rows above their own") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                if (rank(from) < 0 && !from.getPackageName().equals(ROOT)) {
                    events.add(SimpleConditionEvent.violated(
                            from, from.getName() + " is in a package that the table does not have"));
                }
                from.getDirectDependenciesFromSelf().stream()
                        .filter(use -> rank(use.getTargetClass()) > rank(from))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(from, use.getDescription())));
            }
        };
    }

    /** How far down the table a class stands; types outside it stand above everything. */
    private static int rank(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return -1;
        }
        return ROWS.indexOf(name.split("\\.")[2]);
    }
}
