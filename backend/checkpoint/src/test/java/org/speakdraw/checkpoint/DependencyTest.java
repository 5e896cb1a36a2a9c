package org.speakdraw.checkpoint;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependency map of the module: each room uses only those that it names. */
class DependencyTest {

    private static final String ROOT = "org.speakdraw.checkpoint";
    private static final Map<String, List<String>> USES = Map.of(
            "safetensors", List.of(),
            "tokenizer", List.of(),
            "graph", List.of("safetensors"),
            "network", List.of("graph"),
            "torch", List.of("safetensors"),
            "layout", List.of("graph", "safetensors", "torch"),
            "lora", List.of("graph", "safetensors"));
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "tokenizer", "graph", "network", "torch", "layout", "lora"})
    void aRoomUsesOnlyThoseThatItNames(String room) {
        List<String> others = new ArrayList<>(USES.keySet());
        others.remove(room);
        others.removeAll(USES.getOrDefault(room, List.of()));
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        others.stream().map(other -> ROOT + "." + other + "..").toArray(String[]::new))
                .check(CLASSES);
    }
}
