package org.speakdraw.inference.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * Where the time from the last sound to the text goes, and how likely pauses inside sentences sound like their end:
 * {@code java ... TurnBenchmark SPEECH_FOLDER THREADS FOLDER_WITH_SOUND...}. Prints milliseconds (median, p95) of each
 * stage, and the likelihoods that Smart Turn gives ends and pauses.
 */
final class TurnBenchmark {

    private static final double LOUD = 0.01;
    /** Samples of silence after the last sound, or in a pause. */
    private static final int SILENCE = LogMel.SAMPLE_RATE / 5;

    private static final boolean TEXTS = Boolean.getBoolean("texts");
    private static final double VOICE = 0.5;
    private static final double NO_VOICE = 0.35;

    private final Map<String, List<Double>> numbers = new TreeMap<>();

    private TurnBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        DeviceOptions cpu = DeviceOptions.parse("cpu", Integer.parseInt(arguments[1]), 0, false, Path.of("engines"));
        List<float[]> clips = new ArrayList<>();
        try (AudioDecoder decoder = new AudioDecoder()) {
            for (String folder : Arrays.asList(arguments).subList(2, arguments.length)) {
                try (Stream<Path> files = Files.list(Path.of(folder))) {
                    for (Path file : files.filter(path -> path.toString().matches(".*\\.(ogg|wav)"))
                            .sorted()
                            .toList()) {
                        AudioClip clip = decoder.decode(Files.readAllBytes(file), 60);
                        clips.add(trimmed(new SincResampler(LogMel.SAMPLE_RATE)
                                .resample(clip)
                                .samples()));
                    }
                }
            }
        }
        TurnBenchmark benchmark = new TurnBenchmark();
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(Path.of(arguments[0]), OnnxDevice.open(cpu));
                SileroVad voice = SileroVad.open();
                SmartTurn turn = SmartTurn.open()) {
            for (int round = 0; round < 2; round++) {
                benchmark.numbers.clear();
                for (float[] clip : clips) {
                    benchmark.measure(recogniser, voice, turn, clip);
                }
            }
        }
        benchmark.print();
    }

    private void measure(SpeechRecogniser recogniser, SileroVad voice, SmartTurn turn, float[] clip) {
        float[] heard = Arrays.copyOf(clip, clip.length + SILENCE);
        float[][] likelihoods = new float[1][];
        time("voice detection", () -> likelihoods[0] = voice.likelihoods(heard, DecodingControl.NONE));
        note("voice is noticed after its end, ms", hangover(clip.length, likelihoods[0]));
        SpeechOptions quick = SpeechOptions.quick();
        AudioClip sound = new AudioClip(heard, LogMel.SAMPLE_RATE);
        time("log-mel of 6 s", () -> new LogMel(80).features(heard, 0, 600));
        Transcript[] text = new Transcript[1];
        time("text, language detected", () -> text[0] = recogniser.transcribe(sound, quick));
        time("text, language known", () -> recogniser.transcribe(sound, quick.withLanguage(text[0].language())));
        note("confidence", text[0].confidence());
        double[] likely = new double[1];
        time("smart turn", () -> likely[0] = turn.finished(heard));
        note("finished at the end", likely[0]);
        note(
                "finished at the end, text ends with " + (text[0].text().matches(".*[.!?]") ? "full stop" : "open"),
                likely[0]);
        note("finished at the end, 400 ms", turn.finished(Arrays.copyOf(clip, clip.length + 2 * SILENCE)));
        note("finished at the end, 100 ms", turn.finished(Arrays.copyOf(clip, clip.length + SILENCE / 2)));
        for (double part = 0.25; part < 0.9; part += 0.1) {
            int cut = quietest(clip, (int) (part * clip.length), (int) ((part + 0.1) * clip.length));
            float[] paused = Arrays.copyOf(Arrays.copyOf(clip, cut), cut + SILENCE);
            double finished = turn.finished(paused);
            String said = recogniser
                    .transcribe(new AudioClip(paused, LogMel.SAMPLE_RATE), quick)
                    .text();
            String ending = said.endsWith("...") || !said.matches(".*[.!?]") ? "open" : "full stop";
            note("finished in a pause", finished);
            note("finished in a pause, text ends with " + ending, finished);
            if (TEXTS) {
                System.out.printf("%.3f %s%n", finished, said);
            }
        }
        int breaths = 0;
        int quiet = 0;
        for (float likelihood : likelihoods[0]) {
            quiet = likelihood < NO_VOICE ? quiet + 1 : likelihood >= VOICE ? 0 : quiet;
            breaths += quiet == 2 ? 1 : 0;
        }
        note("breaths of 64 ms in a sentence", breaths);
    }

    private static double hangover(int end, float[] likelihoods) {
        int frame = likelihoods.length - 1;
        while (frame > 0 && likelihoods[frame] < NO_VOICE) {
            frame--;
        }
        return ((frame + 1) * SileroVad.FRAME - end) * 1000.0 / LogMel.SAMPLE_RATE;
    }

    private void time(String stage, Runnable work) {
        long start = System.nanoTime();
        work.run();
        note(stage + ", ms", (System.nanoTime() - start) / 1e6);
    }

    private void note(String what, double number) {
        numbers.computeIfAbsent(what, key -> new ArrayList<>()).add(number);
    }

    private void print() {
        numbers.forEach((what, all) -> {
            all.sort(null);
            System.out.printf("%-42s n %4d", what, all.size());
            for (double share : List.of(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)) {
                System.out.printf("  %8.3f", all.get((int) Math.min(all.size() - 1, share * all.size())));
            }
            System.out.printf("  longest %.3f%n", all.get(all.size() - 1));
        });
    }

    /** Without silence at its end. */
    private static float[] trimmed(float[] samples) {
        int end = samples.length;
        while (end > 0 && Math.abs(samples[end - 1]) < LOUD) {
            end--;
        }
        return Arrays.copyOf(samples, end);
    }

    private static int quietest(float[] samples, int from, int to) {
        int width = LogMel.SAMPLE_RATE * 3 / 100;
        int best = from;
        double least = Double.POSITIVE_INFINITY;
        for (int at = from; at + width < to; at += width / 3) {
            double power = 0;
            for (int i = at; i < at + width; i++) {
                power += samples[i] * samples[i];
            }
            if (power < least) {
                least = power;
                best = at + width / 2;
            }
        }
        return best;
    }
}
