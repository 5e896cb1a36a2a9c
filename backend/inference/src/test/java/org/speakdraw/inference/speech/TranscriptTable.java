package org.speakdraw.inference.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * What is understood of many files: {@code java ... TranscriptTable SPEECH_FOLDER THREADS TABLE}. Each line of the table
 * is a file, the language that its speaker speaks most likely and what is likely said, either perhaps empty, and whatever
 * else belongs to it, with tabs between; behind it are written language, confidence and text.
 */
final class TranscriptTable {

    private static final double SILENCE = 0.3;

    private TranscriptTable() {}

    public static void main(String[] arguments) throws IOException {
        DeviceOptions cpu = DeviceOptions.parse("cpu", Integer.parseInt(arguments[1]), 0, false, Path.of("engines"));
        Path table = Path.of(arguments[2]);
        SpeechOptions options = SpeechOptions.quick().withExpectedLanguages(Set.of("en", "de", "fr", "es"));
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(Path.of(arguments[0]), OnnxDevice.open(cpu));
                AudioDecoder decoder = new AudioDecoder()) {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.split("\t", -1);
                Path file = table.resolveSibling(columns[0]);
                AudioClip clip = decoder.decode(Files.readAllBytes(file), 60);
                int silence = (int) (SILENCE * clip.sampleRate());
                float[] samples = Arrays.copyOf(clip.samples(), clip.samples().length + silence);
                Transcript text = recogniser.transcribe(
                        new AudioClip(samples, clip.sampleRate()),
                        options.withLikelyLanguage(columns[1]).withPhrases(columns[2]));
                System.out.printf(
                        Locale.ROOT, "%s\t%s\t%.3f\t%s%n", line, text.language(), text.confidence(), text.text());
            }
        }
    }
}
