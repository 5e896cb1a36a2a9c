package org.speakdraw.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.speakdraw.inference.Frame;

/**
 * The reference data. Recordings of the real pipelines are not part of the repository: {@code SPEAKDRAW_GOLDEN}, or
 * {@code shared/golden} beside the checkout. Where they have no file of a name, the one that {@code models/testing}
 * makes is taken, which is among the tests' resources; where there is neither, tests are skipped under their names.
 */
public final class Golden {

    private Golden() {}

    /** The root of the checkout. */
    public static Path checkout() {
        String named = System.getenv("SPEAKDRAW_ROOT");
        if (named != null && Files.isRegularFile(Path.of(named, "backend", "inference", "pom.xml"))) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("backend/inference/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("").toAbsolutePath() : folder;
    }

    public static Path folder() {
        String named = System.getenv("SPEAKDRAW_GOLDEN");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : checkout().resolveSibling("shared").resolve("golden");
    }

    public static Path file(String name) {
        Path recorded = folder().resolve(name);
        return Files.exists(recorded) ? recorded : made().resolve(name);
    }

    /** The part that comes with the sources. */
    private static Path made() {
        return checkout().resolve("backend/inference/src/test/resources/reference");
    }

    /** Skips the running test unless the file or folder is there. */
    public static Path require(String name) {
        Path file = file(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "no reference data: " + folder().resolve(name) + " is absent");
        return file;
    }

    /** The tests made from a file of the reference data; without it a single one, skipped. */
    public static Stream<DynamicTest> tests(String file, Callable<Stream<DynamicTest>> tests) {
        if (!Files.exists(file(file))) {
            return Stream.of(DynamicTest.dynamicTest(file, () -> require(file)));
        }
        try {
            return tests.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Numpy numpy(String name) {
        return Numpy.read(file(name));
    }

    /** A PNG, or any kind that ImageIO reads; skips the running test unless it is there. */
    public static Frame png(String name) {
        try {
            BufferedImage image = ImageIO.read(require(name).toFile());
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            byte[] rgb = new byte[3 * pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                rgb[3 * i] = (byte) (pixels[i] >> 16);
                rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
                rgb[3 * i + 2] = (byte) pixels[i];
            }
            return new Frame(image.getWidth(), image.getHeight(), rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text value of an optional JSON field. */
    public static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Values that a recording holds in another scale. */
    public static float[] times(float factor, float[] values) {
        float[] product = new float[values.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = factor * values[i];
        }
        return product;
    }
}
