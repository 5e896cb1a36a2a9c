package org.speakdraw.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.lora.Loras;

/**
 * Whole pictures, one step from picture to picture, beside those of diffusers. Makes the table in {@code
 * models/README.md}: {@code mvn -pl backend/checkpoint -am test -Dtest=ImportedPicturesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dspeakdraw.rewrite=true}.
 */
class ImportedPicturesTest {

    private static final Path README = Path.of("../../models/README.md");
    private static final String HEAD = "| one step, tiny networks | 32 bits | 16 bits |\n| --- | --- | --- |\n";
    private static final UsualSizes TINY = new UsualSizes(4, 4, 4, 8);
    private static final int NEAR = 1;
    private static final int NEAR_IN_HALF = 4;

    @TempDir
    private Path folder;

    /**
     * A row of the table.
     *
     * @param words  for people
     * @param source folder or file
     * @param golden what diffusers has made of it
     */
    private record Kind(
            String words,
            String source,
            String golden,
            Optional<String> prediction,
            List<Loras.Choice> loras,
            Optional<Path> vae) {

        static Kind of(String words, String source, String golden) {
            return new Kind(words, source, golden, Optional.empty(), List.of(), Optional.empty());
        }

        Kind predicting(String type) {
            return new Kind(words, source, golden, Optional.of(type), loras, vae);
        }

        ImportOptions options(boolean half) {
            Optional<Path> tokenizer = source.endsWith(".safetensors")
                    ? Optional.of(Golden.checkpoint("sd1/tokenizer"))
                    : Optional.empty();
            return ImportOptions.USUAL
                    .withHalf(half)
                    .withPrediction(prediction)
                    .withLoras(loras)
                    .withVae(vae)
                    .withTokenizer(tokenizer)
                    .withSizes(TINY);
        }
    }

    private static List<Kind> kinds() {
        List<Loras.Choice> loras = List.of(
                new Loras.Choice(Golden.checkpoint("lora-kohya.safetensors"), 0.8f),
                new Loras.Choice(Golden.checkpoint("lora-peft.safetensors"), -0.5f));
        return List.of(
                Kind.of("SD 1.5, a folder", "sd1", "sd1"),
                Kind.of("SD 1.5, one file", "sd1.safetensors", "sd1"),
                new Kind(
                        "SD 1.5 with TAESD",
                        "sd1",
                        "sd1-taesd",
                        Optional.empty(),
                        List.of(),
                        Optional.of(Golden.checkpoint("taesd"))),
                new Kind("SD 1.5 with two LoRAs", "sd1", "sd1-lora", Optional.empty(), loras, Optional.empty()),
                Kind.of("LCM (guidance embedding)", "lcm", "lcm"),
                new Kind(
                        "SDXS (no middle, TAESD)",
                        "sdxs",
                        "sdxs-taesd",
                        Optional.empty(),
                        List.of(),
                        Optional.of(Golden.checkpoint("taesd"))),
                Kind.of("SD 2.1, velocity, a folder", "sd2", "sd2"),
                Kind.of("SD 2.1, velocity, one file", "sd2.safetensors", "sd2").predicting("v_prediction"),
                Kind.of("SD-Turbo (SD 2.1, epsilon)", "sd2", "sd-turbo").predicting("epsilon"),
                Kind.of("SDXL, a folder", "sdxl", "sdxl"),
                Kind.of("SDXL, one file", "sdxl.safetensors", "sdxl"));
    }

    @Test
    void everyKindPaintsTheWholePictureThatDiffusersPaints() throws IOException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Kind kind : kinds()) {
            int whole = difference(kind, false);
            int half = difference(kind, true);
            assertThat(whole).as(kind.words()).isLessThanOrEqualTo(NEAR);
            assertThat(half).as(kind.words() + " in half precision").isLessThanOrEqualTo(NEAR_IN_HALF);
            table.append("| ").append(kind.words()).append(" | ");
            table.append(whole).append(" | ").append(half).append(" |\n");
        }
        if (Boolean.getBoolean("speakdraw.rewrite")) {
            rewrite(table.toString());
        }
        assertThat(README).content().contains(kinds().stream().map(Kind::words).toList());
    }

    private int difference(Kind kind, boolean half) throws IOException {
        Path bundle = folder.resolve(kind.words().replaceAll("\\W+", "-") + (half ? "-16" : "-32"));
        CheckpointImport.run(source(kind), bundle, kind.options(half), (network, bytes, total) -> {});
        return new OneStep(bundle, Golden.of(kind.golden())).difference();
    }

    /** Of these two only the UNet is kept; all else is SD 1's. */
    private Path source(Kind kind) throws IOException {
        Path source = Golden.checkpoint(kind.source());
        if (!List.of("lcm", "sdxs").contains(kind.source())) {
            return source;
        }
        Path copy = folder.resolve(kind.source());
        for (Path from : List.of(Golden.checkpoint("sd1"), source)) {
            try (var files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = copy.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return copy;
    }

    private static void rewrite(String table) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(README));
        int from = lines.indexOf(HEAD.lines().findFirst().orElseThrow());
        int to = from;
        while (lines.get(to).startsWith("|")) {
            to++;
        }
        lines.subList(from, to).clear();
        lines.addAll(from, table.lines().toList());
        Files.writeString(README, String.join("\n", lines) + "\n");
    }
}
