package org.speakdraw.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependency map of the module: features use networks, imaging, audio and the root, and never each other. */
class DependencyTest {

    private static final String ROOT = "org.speakdraw.inference";
    private static final List<String> FEATURES = List.of("diffusion", "matting", "safety", "speech");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void onlyTheirOwnPackagesImportNativeLibraries() {
        onlyIn("ai.onnxruntime..", "onnx").check(CLASSES);
        onlyIn("com.google.protobuf..", "onnx", "remote").check(CLASSES);
        onlyIn("io.grpc..", "remote").check(CLASSES);
        onlyIn("inference..", "remote").check(CLASSES);
        onlyIn("com.sun.jna..", "onnx").check(CLASSES);
        onlyIn("org.bytedeco.opencv..", "imaging").check(CLASSES);
        // One package reads sound with it, the other writes films.
        onlyIn("org.bytedeco.ffmpeg..", "audio", "video").check(CLASSES);
        assertThatThrownBy(() -> onlyIn("ai.onnxruntime..", "imaging").check(CLASSES))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void featuresNeverImportEachOther() {
        for (String feature : FEATURES) {
            String[] others = FEATURES.stream()
                    .filter(other -> !other.equals(feature))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + feature + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void foundationsDoNotKnowWhatStandsOnThem() {
        for (String foundation : List.of("onnx", "imaging", "audio", "video")) {
            classes()
                    .that()
                    .resideInAPackage(ROOT + "." + foundation + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT,
                            ROOT + "." + foundation + "..",
                            "java..",
                            "org.jspecify..",
                            "ai.onnxruntime..",
                            "com.google.protobuf..",
                            "com.sun.jna..",
                            "org.bytedeco..")
                    .check(CLASSES);
        }
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT, "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnJakartaOrSql() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax..", "java.sql..")
                .check(CLASSES);
    }

    private static ArchRule onlyIn(String library, String... owners) {
        String[] packages =
                Stream.of(owners).map(owner -> ROOT + "." + owner + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
