package org.speakdraw.inference.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.RecommendedSettings;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Whether replayed calls are safe with this bundle on the devices of this machine: paints with and without them at several sizes and for
 * several numbers of sessions. A recorded call that goes wrong may end the process, so each stage has one of its own, and each adds
 * something to the one before: the first that fails says what it takes.
 */
public final class ReplayCheck {

    /** Of 256 levels, on average over a picture: one that was painted from other inputs is tens away. */
    private static final double SAME_PICTURE = 1;

    /** Generous, since TensorRT may have to build its engines first; what still runs then is stuck. */
    private static final Duration STAGE_TIME = Duration.ofHours(1);

    private static final int ROUNDS = 2;
    private static final int TURNS = 3;
    private static final int ARGUMENTS = 4;

    private final DiffusionBundle bundle;
    private final DeviceOptions device;
    private final int maxRows;

    private ReplayCheck(DiffusionBundle bundle, DeviceOptions device, int maxRows) {
        this.bundle = bundle;
        this.device = device;
        this.maxRows = maxRows;
    }

    /** In the order in which they add to each other. */
    private enum Stage {
        PLAIN("plain calls, all shapes"),
        ONE("replayed calls, one shape"),
        KEPT("replayed calls, all shapes, and the process ends with them open"),
        CLOSED("replayed calls, all shapes, closed"),
        TWO("two engines, plain and replayed, compared"),
        TURNS("engines that come and go while another one paints");

        private final String description;

        Stage(String description) {
            this.description = description;
        }
    }

    /**
     * Checks and prints; ends the process with 1 when a stage fails.
     *
     * @param arguments folder of the bundle; devices, separated by commas; rows of a call at most; folder for what TensorRT builds.
     *     Of the process of a stage also its name
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // One that is stuck would hold the GPU after the command that started it was killed.
        var unused = ProcessHandle.current()
                .parent()
                .map(parent ->
                        parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        if (arguments.length == ARGUMENTS) {
            if (!allStages(arguments, STAGE_TIME, out)) {
                System.exit(1);
            }
            return;
        }
        Stage stage = Stage.valueOf(arguments[ARGUMENTS]);
        try {
            DeviceOptions device = DeviceOptions.parse(arguments[1], 0, 0, true, Path.of(arguments[3]));
            DiffusionBundle bundle = DiffusionBundle.read(Path.of(arguments[0]));
            long start = System.nanoTime();
            String seen = new ReplayCheck(bundle, device, Integer.parseInt(arguments[2])).run(stage);
            out.println(String.format(
                    Locale.ROOT, "  %s: %s, %.1f s", stage.description, seen, (System.nanoTime() - start) / 1e9));
        } catch (RuntimeException e) {
            out.println("  " + stage.description + ": " + described(e));
            System.exit(1);
        }
        if (stage == Stage.KEPT) {
            // Nothing gives anything back.
            Runtime.getRuntime().halt(0);
        }
    }

    /** With what went wrong besides. */
    private static String described(RuntimeException error) {
        return Stream.concat(Stream.of(error), Arrays.stream(error.getSuppressed()))
                .map(each -> Objects.requireNonNullElse(each.getMessage(), each.toString()))
                .collect(Collectors.joining("; "));
    }

    /**
     * Whether all stages passed.
     *
     * @param time that each may take at most
     */
    static boolean allStages(String[] arguments, Duration time, PrintStream out)
            throws IOException, InterruptedException {
        boolean well = true;
        for (String device : arguments[1].split(",", -1)) {
            out.println(arguments[0] + " on " + device + ", each line a process of its own:");
            for (Stage stage : Stage.values()) {
                Optional<String> fault = fault(command(arguments, device, stage), time, out);
                if (fault.isPresent()) {
                    out.println("  " + stage.description + ": FAILED, the process " + fault.get());
                    well = false;
                }
            }
        }
        out.println(well ? "All stages passed." : "Leave replaying off here.");
        return well;
    }

    private static List<String> command(String[] arguments, String device, Stage stage) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReplayCheck.class.getName()));
        command.addAll(List.of(arguments[0], device, arguments[2], arguments[3], stage.name()));
        return command;
    }

    /** How a process ended that did not end well, in words. */
    private static Optional<String> fault(List<String> command, Duration time, PrintStream out)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        AtomicBoolean late = new AtomicBoolean();
        var unused = process.onExit()
                .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(timeout -> {
                    late.set(true);
                    return process.destroyForcibly();
                });
        try {
            try {
                process.getInputStream().transferTo(out);
            } catch (IOException e) {
                // Ending a process closes what it writes to.
                if (!late.get()) {
                    throw e;
                }
            }
            int ended = process.waitFor();
            if (late.get()) {
                return Optional.of("did not end within " + time.toMinutes() + " minutes");
            }
            return ended == 0 ? Optional.empty() : Optional.of("ended with " + ended);
        } finally {
            process.destroyForcibly();
        }
    }

    private String run(Stage stage) {
        return switch (stage) {
            case PLAIN -> counted(open(false), this::paintAll);
            case ONE ->
                counted(open(true), stream -> paint(stream, sizes().get(0), 1).size());
            case KEPT -> {
                DiffusionStream stream = open(true);
                yield said(paintAll(stream), unreplayed(stream));
            }
            case CLOSED -> counted(open(true), this::paintAll);
            case TWO -> compared();
            case TURNS -> inTurns();
        };
    }

    /** Paints something. */
    @FunctionalInterface
    private interface Painting {
        int paint(DiffusionStream stream);
    }

    private static String counted(DiffusionStream stream, Painting painting) {
        try (stream) {
            return said(painting.paint(stream), unreplayed(stream));
        }
    }

    private static String said(int pictures, long unreplayed) {
        return pictures + " pictures" + (unreplayed == 0 ? "" : " (" + unreplayed + " calls not replayed)");
    }

    /** The calls that were to be replayed and were not; pictures for which the UNet replayed nothing say nothing of replaying. */
    private static long unreplayed(DiffusionStream painted) {
        if (painted.replays() && painted.replayedCalls() == 0) {
            throw new IllegalStateException("no call of the UNet was replayed, so there is nothing to check");
        }
        return painted.unreplayedCalls();
    }

    private String compared() {
        double most = 0;
        String painted;
        try (DiffusionStream plain = open(false);
                DiffusionStream replayed = open(true)) {
            int pictures = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (StreamParameters size : sizes()) {
                    for (int rows = 1; rows <= maxRows; rows *= 2) {
                        List<Frame> expected = paint(plain, size, rows);
                        List<Frame> got = paint(replayed, size, rows);
                        for (int i = 0; i < rows; i++) {
                            most = Math.max(most, difference(expected.get(i), got.get(i)));
                        }
                        pictures += rows;
                    }
                }
            }
            painted = said(pictures, unreplayed(replayed));
        }
        String seen = String.format(Locale.ROOT, "%s, at most %.4f of 256 levels from plain ones", painted, most);
        if (most > SAME_PICTURE) {
            throw new IllegalStateException(seen + ", so they are others");
        }
        return seen;
    }

    private String inTurns() {
        AtomicBoolean over = new AtomicBoolean();
        try (DiffusionStream one = open(true)) {
            CompletableFuture<Integer> painting = CompletableFuture.supplyAsync(() -> {
                int pictures = 0;
                while (!over.get()) {
                    pictures += paintAll(one);
                }
                return pictures;
            });
            int pictures = 0;
            long others = 0;
            try {
                for (int turn = 0; turn < TURNS; turn++) {
                    try (DiffusionStream other = open(true)) {
                        pictures += paintAll(other);
                        others += unreplayed(other);
                    }
                }
            } catch (RuntimeException | Error e) {
                over.set(true);
                try {
                    painting.join();
                } catch (CompletionException besides) {
                    e.addSuppressed(cause(besides));
                }
                throw e;
            }
            over.set(true);
            try {
                return said(pictures + painting.join(), others + unreplayed(one));
            } catch (CompletionException e) {
                throw cause(e);
            }
        }
    }

    private static RuntimeException cause(CompletionException error) {
        return error.getCause() instanceof RuntimeException cause ? cause : error;
    }

    private DiffusionStream open(boolean replay) {
        DiffusionStream stream = DiffusionStream.open(bundle, device.withReplay(replay), maxRows);
        if (stream.fallback().isPresent()) {
            stream.close();
            throw new IllegalStateException(stream.fallback().get());
        }
        if (replay && !stream.replays()) {
            stream.close();
            throw new IllegalStateException("the UNet cannot be recorded here, so there is nothing to check");
        }
        return stream;
    }

    /** All sizes and numbers of sessions. */
    private int paintAll(DiffusionStream stream) {
        int pictures = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (StreamParameters size : sizes()) {
                for (int rows = 1; rows <= maxRows; rows *= 2) {
                    pictures += paint(stream, size, rows).size();
                }
            }
        }
        return pictures;
    }

    private List<Frame> paint(DiffusionStream stream, StreamParameters size, int rows) {
        List<InputPicture> pictures = IntStream.range(0, rows)
                .mapToObj(row -> EngineBenchmark.noise(size, row))
                .toList();
        return stream
                .advance(EngineBenchmark.inputs(
                        stream, size, bundle.recommended().prompt(), pictures))
                .outputs()
                .stream()
                .map(StreamOutput::picture)
                .toList();
    }

    /** The recommended size, and three quarters and half of it, as far as the bundle takes them. */
    private List<StreamParameters> sizes() {
        RecommendedSettings settings = bundle.recommended();
        return Stream.of(4, 3, 2)
                .map(quarters -> EngineBenchmark.parameters(
                        settings, side(settings.width(), quarters), side(settings.height(), quarters)))
                .distinct()
                .toList();
    }

    private int side(int recommended, int quarters) {
        int multiple = bundle.sizeMultiple();
        return Math.max(multiple, recommended * quarters / 4 / multiple * multiple);
    }

    /** Mean, in levels. */
    private static double difference(Frame one, Frame other) {
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
        }
        return (double) sum / one.rgb().length;
    }
}
