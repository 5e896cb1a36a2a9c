package org.speakdraw.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** The dependency map, held by machine. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.speakdraw");

    @Test
    void featuresDependOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.speakdraw..")
                .layer("classic")
                .definedBy("org.speakdraw.app.classic..")
                .layer("history")
                .definedBy("org.speakdraw.app.history..")
                .layer("recording")
                .definedBy("org.speakdraw.app.recording..")
                .layer("stream")
                .definedBy("org.speakdraw.app.stream..")
                .layer("prompt")
                .definedBy("org.speakdraw.app.prompt..")
                .layer("participant")
                .definedBy("org.speakdraw.app.participant..")
                .layer("speech")
                .definedBy("org.speakdraw.app.speech..")
                .layer("settings")
                .definedBy("org.speakdraw.app.settings..")
                .layer("fairness")
                .definedBy("org.speakdraw.app.fairness..")
                .layer("platform")
                .definedBy("org.speakdraw.app.platform..")
                .whereLayer("classic")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("recording")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("history")
                .mayOnlyBeAccessedByLayers("recording")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("classic", "history", "recording")
                .whereLayer("fairness")
                .mayOnlyBeAccessedByLayers("stream")
                .whereLayer("fairness")
                .mayNotAccessAnyLayer()
                .whereLayer("settings")
                .mayOnlyBeAccessedByLayers("speech", "prompt", "stream", "classic", "history", "recording")
                .whereLayer("speech")
                .mayOnlyBeAccessedByLayers("stream")
                .whereLayer("prompt")
                .mayOnlyBeAccessedByLayers("stream", "classic", "history", "recording")
                .whereLayer("participant")
                .mayOnlyBeAccessedByLayers("prompt", "stream", "classic", "history", "recording")
                .check(CLASSES);
    }

    @Test
    void inferenceKnowsNothingOfTheApplication() {
        noClasses()
                .that()
                .resideInAPackage("org.speakdraw.inference..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.speakdraw.app..", "jakarta..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void webApisStayAtTheEdges() {
        DescribedPredicate<JavaClass> edges = simpleNameEndingWith("Resource")
                .or(simpleNameEndingWith("Endpoint"))
                .or(simpleNameEndingWith("Servlet"))
                .or(simpleNameEndingWith("Filter"))
                .or(simpleNameEndingWith("Mapper"))
                .or(simpleNameEndingWith("Application"))
                // What edges are made of: a socket, an MJPEG connection, a request's credentials.
                .or(simpleNameEndingWith("Peer"))
                .or(simpleNameEndingWith("Viewer"))
                .or(simpleNameEndingWith("Credentials"));
        classes()
                .that(DescribedPredicate.not(edges).and(resideOutsideOfPackage("..inference..")))
                .and()
                .areTopLevelClasses()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(
                        resideInAnyPackage("jakarta.ws.rs..", "jakarta.websocket..", "jakarta.servlet..")))
                .check(CLASSES);
    }

    /** Services combine stores in a transaction of {@code Database} and never see a statement or a handle. */
    @Test
    void sqlStaysInStores() {
        noClasses()
                .that(DescribedPredicate.not(simpleNameEndingWith("Store")))
                .and()
                .doNotHaveFullyQualifiedName("org.speakdraw.app.platform.Database")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.jdbi..")
                        .or(JavaClass.Predicates.equivalentTo(java.sql.PreparedStatement.class)))
                .check(CLASSES);
    }

    @Test
    void onlyTheInferenceModuleTouchesItsLibraries() {
        noClasses()
                .that()
                .resideInAPackage("org.speakdraw.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "org.bytedeco..")
                .check(CLASSES);
    }
}
