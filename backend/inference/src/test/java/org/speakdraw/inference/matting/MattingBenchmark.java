package org.speakdraw.inference.matting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.CompositeOptions;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.FrameStretcher;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * What the stages of {@code human} mode take, and how calm the mattes of a still person are. Prints medians in
 * milliseconds and mean changes of the matte from frame to frame. Arguments: JPEG of a person, graph of selfie
 * segmentation, graph of Robust Video Matting or nothing, CPU threads of a network, side of the frames in pixels.
 */
final class MattingBenchmark {

    private static final int WARM_UP = 200;
    private static final int RUNS = 41;
    private static final int FLICKER_FRAMES = 60;
    private static final double SENSOR_NOISE = 4;

    private final Frame person;
    private final Frame repainted;
    private final Frame[] film = new Frame[8];

    private MattingBenchmark(Frame person) {
        this.person = person;
        this.repainted = new Frame(person.width(), person.height(), new byte[person.rgb().length]);
        Random random = new Random(1);
        for (int i = 0; i < film.length; i++) {
            film[i] = MattingGolden.noisy(person, random, SENSOR_NOISE);
        }
    }

    public static void main(String[] arguments) throws IOException {
        byte[] jpeg = Files.readAllBytes(Path.of(arguments[0]));
        Frame photograph = new JpegCodec(new JpegLimits(1 << 24, 1 << 24)).decode(jpeg, 0, jpeg.length);
        int side = Integer.parseInt(arguments[4]);
        OnnxDevice cpu = OnnxDevice.open(
                DeviceOptions.parse("cpu", Integer.parseInt(arguments[3]), 0, false, Path.of(arguments[0])));
        MattingBenchmark benchmark = new MattingBenchmark(FrameStretcher.stretch(photograph, side, side));
        try (MattingModel selfie =
                MattingGolden.bundle(Path.of(arguments[1]), "{}").open(cpu, 8)) {
            benchmark.printSelfie(selfie);
        }
        if (!arguments[2].isEmpty()) {
            try (MattingModel rvm =
                    MattingGolden.bundle(Path.of(arguments[2]), "{}").open(cpu, 8)) {
                benchmark.printRvm(rvm);
            }
        }
    }

    private void printSelfie(MattingModel selfie) {
        System.out.printf("%d x %d, ms%n", person.width(), person.height());
        time("selfie segmentation", matting(selfie, 0, false));
        RefinementParameters usual = selfie.recommendedRefinement();
        Matte mask = selfie.matte(List.of(MattingGolden.input(person, new MattingState(), 0)))
                .get(0)
                .matte();
        time("guided filter", refining(mask, usual.withoutSmoothing()));
        time("guided filter and smoothing", refining(mask, usual));
        Matte matte = new MatteRefiner(usual).refine(mask, person, "camera");
        time("composite, linear light", compositing(matte, CompositeOptions.usual(), Optional.empty()));
        time("composite, values", compositing(matte, new CompositeOptions(false, 0, 0, false), Optional.empty()));
        time(
                "composite, feather and grow",
                compositing(matte, new CompositeOptions(true, 8, 4, false), Optional.empty()));
        time("composite, foreground", compositing(matte, CompositeOptions.usual(), Optional.of(person)));
        System.out.printf(
                "mean change of the matte, still person, sensor noise %.0f levels, %d frames%n",
                SENSOR_NOISE, FLICKER_FRAMES);
        printFlicker("selfie", selfie, RefinementParameters.none(), 0);
        printFlicker("selfie, guided filter", selfie, usual.withoutSmoothing(), 0);
        printFlicker("selfie, guided filter and smoothing", selfie, usual, 0);
    }

    private void printRvm(MattingModel rvm) {
        for (float ratio : new float[] {0.25f, 0.5f, 1}) {
            time("RVM, ratio " + ratio, matting(rvm, ratio, false));
        }
        time("RVM, ratio 0.5, foreground", matting(rvm, 0.5f, true));
        printFlicker("RVM, ratio 0.5, change", rvm, RefinementParameters.none(), 0.5f);
        printFlicker("RVM, ratio 1, change", rvm, RefinementParameters.none(), 1);
    }

    private void printFlicker(String name, MattingModel model, RefinementParameters parameters, float ratio) {
        System.out.printf(
                Locale.ROOT,
                "%-36s %.5f%n",
                name,
                Flicker.measure(model, parameters, person, ratio, SENSOR_NOISE, FLICKER_FRAMES));
    }

    private static Consumer<Frame> matting(MattingModel model, float ratio, boolean foreground) {
        MattingState state = new MattingState();
        return frame ->
                model.matte(List.of(new MattingInput(frame, "camera", new DownsampleRatio(ratio), foreground, state)));
    }

    private static Consumer<Frame> refining(Matte mask, RefinementParameters parameters) {
        MatteRefiner refiner = new MatteRefiner(parameters);
        return frame -> refiner.refine(mask, frame, "camera");
    }

    private Consumer<Frame> compositing(Matte matte, CompositeOptions options, Optional<Frame> foreground) {
        Compositor compositor = new Compositor();
        return frame -> compositor.composite(new Compositor.Layers(frame, repainted, matte, foreground), options);
    }

    /** The median over frames that differ by their noise. */
    private void time(String name, Consumer<Frame> stage) {
        double[] millis = new double[RUNS];
        for (int i = -WARM_UP; i < RUNS; i++) {
            long start = System.nanoTime();
            stage.accept(film[(i + WARM_UP) % film.length]);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(Locale.ROOT, "%-36s %7.2f%n", name, millis[RUNS / 2]);
    }
}
