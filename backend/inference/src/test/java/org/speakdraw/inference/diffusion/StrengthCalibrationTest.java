package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;

/** A bundle that has not said what strength does learns it from the device, once. */
class StrengthCalibrationTest {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final LongSupplier TIME_STANDS_STILL = () -> 0;

    @TempDir
    private Path folder;

    @BeforeEach
    void askForIt() throws IOException {
        Path source = Golden.checkout().resolve("models/handmade");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        ObjectNode own = (ObjectNode) own();
        own.put("changes", "measure");
        ((ObjectNode) own.path("recommended")).put("width", 64).put("height", 64);
        Files.writeString(folder.resolve("speakdraw.json"), own.toString());
    }

    @Test
    void equalStepsOfStrengthThenChangeAPictureByEqualAmounts() throws IOException {
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        assertThat(calibrate(bundle, TIME_STANDS_STILL)).contains("strength is measured");
        NavigableMap<Integer, Double> changes = written();
        assertThat(changes).hasSize(50);
        double least = changes.get(49);
        double most =
                changes.values().stream().mapToDouble(change -> change).max().orElseThrow();
        for (double strength : new double[] {0, 0.25, 0.5, 0.75, 1}) {
            double wanted = least + strength * (most - least);
            int index = bundle.timesteps().indices(strength, 1).get(0);
            double nearest = changes.values().stream()
                    .mapToDouble(change -> Math.abs(change - wanted))
                    .min()
                    .orElseThrow();
            assertThat(Math.abs(levelled(changes, index) - wanted))
                    .as("strength " + strength + " is index " + index)
                    .isLessThanOrEqualTo(nearest + 1e-9);
        }
    }

    @Test
    void itIsMeasuredOnceAndStaysInTheBundle() throws IOException {
        DiffusionBundle first = DiffusionBundle.read(folder);
        calibrate(first, TIME_STANDS_STILL);
        assertThat(calibrate(first, TIME_STANDS_STILL)).isEmpty();
        DiffusionBundle again = DiffusionBundle.read(folder);
        assertThat(calibrate(again, TIME_STANDS_STILL)).isEmpty();
        for (int index = 0; index < 50; index++) {
            assertThat(again.timesteps().strength(index))
                    .isEqualTo(first.timesteps().strength(index));
        }
        assertThat(again.title()).isEqualTo("Hand-made stand-in");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void aSlowDeviceMeasuresFewIndicesAndEstimatesTheOthers() throws IOException {
        calibrate(DiffusionBundle.read(folder), TIME_STANDS_STILL);
        NavigableMap<Integer, Double> all = written();
        askForIt();
        AtomicLong looks = new AtomicLong();
        calibrate(
                DiffusionBundle.read(folder),
                () -> Duration.ofMillis(540 * looks.getAndIncrement()).toNanos());
        NavigableMap<Integer, Double> few = written();
        for (int index : new int[] {0, 6, 12, 18, 24, 30, 36, 42, 49}) {
            assertThat(few.get(index)).as("index " + index).isEqualTo(all.get(index));
        }
        assertThat(few.get(9)).isCloseTo((few.get(6) + few.get(12)) / 2, within(0.01));
        assertThat(few).isNotEqualTo(all);
    }

    /** The first picture says little, since the device makes itself ready for it; one that takes all the time says enough. */
    @ParameterizedTest
    @CsvSource({"1200, 3", "20000, 2"})
    void aDeviceThatIsTooSlowGivesUpWithinTheFirstIndex(int millisAPicture, int looksAtTheClock) throws IOException {
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        AtomicLong looks = new AtomicLong();
        Optional<String> result = calibrate(
                bundle,
                () -> Duration.ofMillis(millisAPicture * looks.getAndIncrement())
                        .toNanos());
        assertThat(result).contains("strength stays linear: this device is too slow to measure it");
        assertThat(looks).hasValue(looksAtTheClock);
        assertThat(bundle.timesteps()).isSameAs(TimestepSelection.LINEAR);
        assertThat(own().path("changes").asText()).isEqualTo("measure");
    }

    @Test
    void aDeviceThatTakesLongForItsFirstPictureOnlyIsNotTooSlow() throws IOException {
        AtomicLong looks = new AtomicLong();
        List<Double> shares = new ArrayList<>();
        Optional<String> result = calibrate(
                DiffusionBundle.read(folder),
                () -> {
                    long look = looks.getAndIncrement();
                    return Duration.ofMillis(look == 0 ? 0 : 9000 + 300 * look).toNanos();
                },
                shares::add);
        assertThat(result).contains("strength is measured");
        assertThat(shares).isSorted().hasSizeGreaterThanOrEqualTo(15).allMatch(share -> share > 0.5 && share <= 1);
    }

    private static Optional<String> calibrate(DiffusionBundle bundle, LongSupplier clock) {
        return calibrate(bundle, clock, share -> {});
    }

    private static Optional<String> calibrate(DiffusionBundle bundle, LongSupplier clock, DoubleConsumer progress) {
        try (DiffusionStream stream = DiffusionStream.open(bundle, DeviceOptions.cpu(), 2)) {
            return stream.calibrate(LIMIT, clock, progress);
        }
    }

    /** What rises on the way from 0 to 49 is levelled. */
    private static double levelled(NavigableMap<Integer, Double> changes, int index) {
        return changes.tailMap(index).values().stream()
                .mapToDouble(change -> change)
                .max()
                .orElseThrow();
    }

    private NavigableMap<Integer, Double> written() throws IOException {
        NavigableMap<Integer, Double> changes = new TreeMap<>();
        for (JsonNode change : own().path("changes")) {
            changes.put(changes.size(), change.asDouble());
        }
        return changes;
    }

    private JsonNode own() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("speakdraw.json").toFile());
    }
}
