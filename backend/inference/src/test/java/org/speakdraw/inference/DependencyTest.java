package org.speakdraw.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dependency map of the module: features use networks, imaging, audio and the root, and never each other. */
class DependencyTest {

    private static final String ROOT = "org.speakdraw.inference";
    private static final List<String> FEATURES = List.of("diffusion", "matting", "speech");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void onlyTheirOwnPackagesImportNativeLibraries() {
        onlyIn("onnx", "ai.onnxruntime..").check(CLASSES);
        onlyIn("imaging", "org.bytedeco.opencv..").check(CLASSES);
        onlyIn("audio", "org.bytedeco.ffmpeg..").check(CLASSES);
        assertThatThrownBy(() -> onlyIn("imaging", "ai.onnxruntime..").check(CLASSES))
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
        for (String foundation : List.of("onnx", "imaging", "audio")) {
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

    private static ArchRule onlyIn(String owner, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
