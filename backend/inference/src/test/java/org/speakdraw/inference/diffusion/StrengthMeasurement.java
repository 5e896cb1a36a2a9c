package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Measures how far pictures move away from drawings at every timestep index, with more words and seeds than the server
 * has time for, and prints what strength does without and with that. With {@code --write}, puts it into the bundle's
 * {@code speakdraw.json}, so that strength changes a picture evenly: {@code StrengthMeasurement FOLDER [--write]}.
 */
public final class StrengthMeasurement {

    private static final int SEEDS = 2;
    private static final int PROMPTS = 4;

    private StrengthMeasurement() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        List<String> examples = bundle.examples().stream().limit(PROMPTS).toList();
        List<String> prompts = examples.isEmpty() ? List.of(bundle.recommended().prompt()) : examples;
        double[] changes;
        try (DiffusionStream stream =
                DiffusionStream.open(bundle, DeviceOptions.parse("cpu", 2, 0, false, folder), 4)) {
            changes = new StrengthCalibration(stream, prompts, SEEDS, share -> {})
                    .changes(Duration.ofDays(1), System::nanoTime)
                    .orElseThrow();
        }
        print(changes);
        if (arguments.length > 1 && arguments[1].equals("--write")) {
            bundle.calibrate(changes);
        }
    }

    private static void print(double[] changes) {
        TimestepSelection measured = TimestepSelection.measured(changes);
        System.out.println("| strength | index | change | index measured | change |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (int tenth = 1; tenth <= 9; tenth++) {
            double strength = tenth / 10.0;
            int before = TimestepSelection.LINEAR.indices(strength, 1).get(0);
            int after = measured.indices(strength, 1).get(0);
            System.out.printf(
                    "| %.1f | %d | %.1f | %d | %.1f |%n", strength, before, changes[before], after, changes[after]);
        }
        System.out.println(Arrays.stream(changes).mapToObj(String::valueOf).collect(Collectors.joining(", ")));
    }
}
