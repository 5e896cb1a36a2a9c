package org.speakdraw.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.wire.Handshake;
import org.speakdraw.app.stream.wire.IncomingMessages;
import org.speakdraw.app.stream.wire.MessageRate;
import org.speakdraw.app.stream.wire.WebSocketPeer;

/** The dependency map, held by machine. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.speakdraw");

    @Test
    void featuresDependOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.speakdraw..")
                .layer("account")
                .definedBy("org.speakdraw.app.account..")
                .layer("classic")
                .definedBy("org.speakdraw.app.classic..")
                .layer("classroom")
                .definedBy("org.speakdraw.app.classroom..")
                .layer("pictures")
                .definedBy("org.speakdraw.app.pictures..")
                .layer("openai")
                .definedBy("org.speakdraw.app.openai..")
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
                .layer("safety")
                .definedBy("org.speakdraw.app.safety..")
                .layer("cluster")
                .definedBy("org.speakdraw.app.cluster..")
                .layer("platform")
                .definedBy("org.speakdraw.app.platform..")
                .layer("inference")
                .definedBy("org.speakdraw.inference..")
                .whereLayer("account")
                .mayOnlyBeAccessedByLayers("classroom")
                .whereLayer("account")
                .mayOnlyAccessLayers("participant", "settings", "fairness", "platform", "inference")
                .whereLayer("classic")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("classroom")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("recording")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("pictures")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("openai")
                .mayOnlyBeAccessedByLayers("speech", "pictures")
                .whereLayer("history")
                .mayOnlyBeAccessedByLayers("recording")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("classic", "classroom", "history", "recording", "pictures")
                .whereLayer("fairness")
                .mayOnlyBeAccessedByLayers(
                        "stream", "participant", "prompt", "history", "classroom", "pictures", "cluster", "account")
                .whereLayer("fairness")
                .mayNotAccessAnyLayer()
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("stream", "classroom")
                .whereLayer("cluster")
                .mayOnlyAccessLayers("fairness", "platform")
                .whereLayer("safety")
                .mayOnlyBeAccessedByLayers("stream", "participant", "prompt", "classroom", "pictures")
                .whereLayer("safety")
                .mayOnlyAccessLayers("platform", "inference")
                .whereLayer("settings")
                .mayOnlyBeAccessedByLayers(
                        "speech",
                        "prompt",
                        "stream",
                        "classic",
                        "classroom",
                        "history",
                        "recording",
                        "pictures",
                        "account")
                .whereLayer("speech")
                .mayOnlyBeAccessedByLayers("stream")
                .whereLayer("prompt")
                .mayOnlyBeAccessedByLayers("stream", "classic", "classroom", "history", "recording")
                .whereLayer("participant")
                .mayOnlyBeAccessedByLayers(
                        "prompt", "stream", "classic", "classroom", "history", "recording", "account")
                .check(CLASSES);
    }

    @Test
    void roomsOfTheStreamDependOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.speakdraw.app.stream..")
                .layer("wire")
                .definedBy("org.speakdraw.app.stream.wire..")
                .layer("steering")
                .definedBy("org.speakdraw.app.stream.steering..")
                .layer("moving")
                .definedBy("org.speakdraw.app.stream.moving..")
                .layer("session")
                .definedBy("org.speakdraw.app.stream.session..")
                .layer("still")
                .definedBy("org.speakdraw.app.stream.still..")
                .layer("painting")
                .definedBy("org.speakdraw.app.stream.painting..")
                .layer("events")
                .definedBy("org.speakdraw.app.stream.events..")
                .layer("frames")
                .definedBy("org.speakdraw.app.stream.frames..")
                .layer("person")
                .definedBy("org.speakdraw.app.stream.person..")
                .whereLayer("wire")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("steering")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("moving")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("wire", "steering", "moving")
                .whereLayer("still")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("painting")
                .mayOnlyBeAccessedByLayers("wire", "steering", "moving", "session", "still")
                .whereLayer("events")
                .mayOnlyBeAccessedByLayers("wire", "moving", "session")
                .whereLayer("frames")
                .mayOnlyBeAccessedByLayers("wire", "steering", "session", "still", "painting", "events")
                .whereLayer("person")
                .mayOnlyBeAccessedByLayers("session", "painting", "frames")
                .whereLayer("person")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    /** One narrow port; what else a classroom needs of the stream is how a socket is served, whoever is at its end. */
    @Test
    void classroomsKnowSessionsByTheSteeringAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.speakdraw.app.classroom..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.speakdraw.app.stream..")
                        .and(DescribedPredicate.not(resideInAnyPackage("org.speakdraw.app.stream.steering..")))
                        .and(DescribedPredicate.not(belongToAnyOf(
                                WebSocketPeer.class,
                                IncomingMessages.class,
                                MessageRate.class,
                                Handshake.class,
                                DisconnectReason.class))))
                .check(CLASSES);
    }

    @Test
    void roomsOfTheStreamAreFreeOfCycles() {
        slices().matching("org.speakdraw.app.stream.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void featuresAreFreeOfCycles() {
        slices().matching("org.speakdraw.app.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** More in one place than anybody keeps in mind. */
    @Test
    void roomsOfTheStreamStaySmall() {
        CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith("org.speakdraw.app.stream") && type.isTopLevelClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()))
                .forEach((room, classes) -> assertThat(classes).as(room).isLessThanOrEqualTo(25));
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
                .or(simpleNameEndingWith("Extension"))
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

    /** How an account is proved is nobody else's concern. */
    @Test
    void onlyTheRoomOfAccountsTouchesItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.speakdraw.app.account..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.nimbusds..")
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
