package io.barograph.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "io.barograph", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final String CLI = "io.barograph.cli..";
    private static final String SERVER = "io.barograph.server..";
    private static final String NODE = "io.barograph.node..";
    private static final String BAR = "io.barograph.bar..";
    private static final String METRICS = "io.barograph.metrics..";
    private static final String ARTIFACTS = "io.barograph.artifacts..";
    private static final String API = "io.barograph.api..";

    @ArchTest
    static final ArchRule artifactsUsesNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(ARTIFACTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, SERVER, NODE, BAR, METRICS, API);

    @ArchTest
    static final ArchRule apiUsesNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, SERVER, NODE, BAR, METRICS, ARTIFACTS);

    @ArchTest
    static final ArchRule metricsUsesOnlyApi = noClasses()
            .that()
            .resideInAPackage(METRICS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, SERVER, NODE, BAR, ARTIFACTS);

    @ArchTest
    static final ArchRule barUsesNothingOfOursAndNeverVertxOrHazelcast = noClasses()
            .that()
            .resideInAPackage(BAR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, SERVER, NODE, METRICS, ARTIFACTS, API, "io.vertx..", "com.hazelcast..");

    @ArchTest
    static final ArchRule nodeAndServerMeetOnTheEventBusOnly = noClasses()
            .that()
            .resideInAPackage(NODE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, SERVER);

    @ArchTest
    static final ArchRule serverNeverSeesTheWorkerOrDl4j = noClasses()
            .that()
            .resideInAPackage(SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, NODE, BAR, "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule onlyNodeBringsBarToTheCommandLine = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BAR);

    @ArchTest
    static final ArchRule hazelcastIsKnownWhereClustersAreJoinedOnly = noClasses()
            .that()
            .resideInAPackage("io.barograph..")
            .and()
            .resideOutsideOfPackage("io.barograph.cli.cluster")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster..");
}
