package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Numpy;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Bundles as Hugging Face Optimum exports them, of its first and of its second generation, painted through the whole
 * stream beside diffusers' own picture: one step from picture to picture, with diffusers' noise. {@code
 * models/testing/optimum_exports.py} makes them. Makes the table in {@code models/README.md} with {@code
 * -Dspeakdraw.rewrite=true}.
 */
class ExportedPicturesTest {

    private static final Path README = Path.of("../../models/README.md");
    private static final String HEAD = "| exported by Optimum, tiny networks | 1.17 | 2.1 |\n| --- | --- | --- |\n";
    private static final List<String> GENERATIONS = List.of("optimum-1", "optimum-2");
    private static final Map<String, String> KINDS = new LinkedHashMap<>();
    private static final String PROMPT = "a red fox in the snow";
    private static final int STEP = 30;
    private static final int NEAR = 1;
    private static final int NEAR_IN_HALF = 4;

    static {
        KINDS.put("sd15", "SD 1.5");
        KINDS.put("sd15-half", "SD 1.5, 16 bits, weights in `model.onnx_data`");
        KINDS.put("sd-turbo", "SD-Turbo (SD 2.1, epsilon)");
        KINDS.put("sd21-v", "SD 2.1, velocity");
        KINDS.put("sdxl", "SDXL");
        KINDS.put("lcm", "LCM (guidance embedding)");
    }

    @TempDir
    private Path folder;

    @Test
    void everyExportPaintsThePictureThatDiffusersPaints() throws IOException {
        StringBuilder table = new StringBuilder(HEAD);
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            table.append("| ").append(kind.getValue());
            for (String generation : GENERATIONS) {
                int difference = difference(unpacked(generation + "/" + kind.getKey()));
                assertThat(difference)
                        .as(generation + ", " + kind.getValue())
                        .isLessThanOrEqualTo(kind.getKey().endsWith("-half") ? NEAR_IN_HALF : NEAR);
                table.append(" | ").append(difference);
            }
            table.append(" |\n");
        }
        if (Boolean.getBoolean("speakdraw.rewrite")) {
            rewrite(table.toString());
        }
        assertThat(README).content().contains(KINDS.values());
    }

    /** The largest of any value, of 255. */
    private static int difference(Path bundle) {
        Numpy expected = Numpy.read(bundle.resolve("expected.npz"));
        byte[] painted = painted(bundle, expected);
        int[] wanted = expected.get("painted").ints();
        assertThat(painted).hasSameSizeAs(wanted);
        int largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs((painted[i] & 0xFF) - wanted[i]));
        }
        return largest;
    }

    private static byte[] painted(Path bundle, Numpy expected) {
        Numpy.Array pixels = expected.get("picture");
        int height = pixels.shape()[0];
        int width = pixels.shape()[1];
        int[] levels = pixels.ints();
        byte[] rgb = new byte[levels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) levels[i];
        }
        NoiseSource noise = (seed, draw, row, size) -> expected.get("noise").floats();
        StreamParameters parameters =
                new StreamParameters(width, height, List.of(STEP), CfgType.NONE, 1, 1, true, 1, false, Continuity.NONE);
        DeviceOptions device = DeviceOptions.parse("cpu", 1, 0, false, bundle);
        try (DiffusionStream stream = DiffusionStream.open(DiffusionBundle.read(bundle), device, 4)) {
            Conditioning words = new Conditioning(stream.embed(PROMPT), stream.embed(""));
            InputPicture picture = new InputPicture(new Frame(width, height, rgb));
            StreamState<Object> state = new StreamState<>(noise, StreamState.Beginning.PRIMED);
            return stream.paint(new StreamInput<>(state, parameters, words, picture, 0))
                    .picture()
                    .rgb();
        }
    }

    private Path unpacked(String name) throws IOException {
        Path bundle = folder.resolve(name);
        try (InputStream bytes = ExportedPicturesTest.class.getResourceAsStream("/exports/" + name + ".zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(bytes, name))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = bundle.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(zip, file);
            }
        }
        return bundle;
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
