package org.speakdraw.inference.speech;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;

/**
 * What several speakers would cost in one call, against one call each: {@code java ... BatchBenchmark SPEECH_FOLDER
 * THREADS}. Prints milliseconds of the encoder with six seconds of sound, and of a decoder's step, for so many rows.
 */
final class BatchBenchmark {

    private static final int COLUMNS = 600;
    private static final int ROUNDS = 15;
    private static final int PREFIX = 4;

    private BatchBenchmark() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        OnnxDevice cpu = OnnxDevice.open(
                DeviceOptions.parse("cpu", Integer.parseInt(arguments[1]), 0, false, Path.of("engines")));
        NetworkPorts encoder = new NetworkPorts("encoder", OnnxModel.open(folder.resolve("encoder_model.onnx"), cpu));
        TextDecoder decoder = TextDecoder.open(new SpeechFiles(folder), cpu);
        String in = encoder.inputs().iterator().next();
        String out = encoder.outputs().iterator().next();
        int width = encoder.size(out, 2);
        float[] states = new float[COLUMNS / 2 * width];
        for (int rows : new int[] {1, 2, 4, 8}) {
            encoder.input(in).orElseThrow().shape(rows, 80, COLUMNS);
            encoder.output(out).shape(rows, COLUMNS / 2, width);
            print("encoder", rows, median(() -> encoder.run(List.of(out))));
            decoder.start(states, new int[PREFIX]);
            int[] all = new int[rows];
            decoder.step(all, all);
            int[] own = IntStream.range(0, rows).toArray();
            print("decoder step", rows, median(() -> decoder.step(own, all)));
        }
        encoder.close();
        decoder.close();
    }

    private static void print(String what, int rows, double millis) {
        System.out.printf("%-14s %d rows: %7.2f ms, %6.2f ms a row%n", what, rows, millis, millis / rows);
    }

    private static double median(Runnable work) {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run();
            times.add((System.nanoTime() - start) / 1e6);
        }
        Collections.sort(times);
        return times.get(ROUNDS / 2);
    }
}
