package org.speakdraw.inference.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * What becomes of little sound where commands are expected: syllables that say nothing, in pieces of 0.6 s, and commands
 * and short prompts in the voices of espeak-ng (which must be installed), clean and with white noise at 10 dB. Arguments:
 * speech folder, CPU threads, and sound files to be cut into pieces beside the made-up babble.
 */
final class ShortSoundsBenchmark {

    private static final int PIECE = LogMel.SAMPLE_RATE * 6 / 10;
    private static final int HOP = PIECE / 4;
    private static final Map<String, String> PHRASES = new TreeMap<>(Map.of(
            "en",
            "Draw a fox. Make it watercolour. Add a red hat. Only me. Everything. More. Less. Undo. Redo. Freeze. Clear.",
            "de",
            "Zeichne einen Fuchs. Mach daraus ein Ölgemälde. Füge einen roten Hut hinzu. Nur ich. Alles. Mehr. Weniger."
                    + " Rückgängig. Zurück. Einfrieren. Weiter. Löschen."));
    private static final Map<String, List<String>> SAID = Map.of(
            "en",
            List.of(
                    "undo",
                    "redo",
                    "clear",
                    "more",
                    "less",
                    "freeze",
                    "only me",
                    "everything",
                    "a dog",
                    "red",
                    "cat",
                    "stop"),
            "de",
            List.of(
                    "rot",
                    "mehr",
                    "weniger",
                    "zurück",
                    "nur ich",
                    "alles",
                    "löschen",
                    "weiter",
                    "ein Hund",
                    "Katze",
                    "halt",
                    "einfrieren"));
    private static final Map<String, List<String>> VOICES = Map.of(
            "en", List.of("en-gb", "en-us", "en-us+f3", "en-gb+m3"), "de", List.of("de", "de+f2", "de+m3", "de+f4"));

    private final SpeechRecogniser recogniser;

    private ShortSoundsBenchmark(SpeechRecogniser recogniser) {
        this.recogniser = recogniser;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        DeviceOptions cpu = DeviceOptions.parse("cpu", Integer.parseInt(arguments[1]), 0, false, Path.of("engines"));
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(Path.of(arguments[0]), OnnxDevice.open(cpu));
                AudioDecoder decoder = new AudioDecoder()) {
            ShortSoundsBenchmark benchmark = new ShortSoundsBenchmark(recogniser);
            benchmark.cut("made-up babble", SoundsWithoutSpeech.babble());
            for (String file : Arrays.asList(arguments).subList(2, arguments.length)) {
                AudioClip clip = decoder.decode(Files.readAllBytes(Path.of(file)), 60);
                benchmark.cut(file, new SincResampler(LogMel.SAMPLE_RATE).resample(clip));
            }
            benchmark.say();
        }
    }

    private String heard(AudioClip sound, String likely) {
        SpeechOptions options = SpeechOptions.quick()
                .withLikelyLanguage(likely)
                .withPhrases(PHRASES.getOrDefault(likely, ""))
                .withExpectedLanguages(Set.of("en", "de", "fr", "es"))
                .withOnlyExpected(true);
        return recogniser.transcribe(sound, options).text();
    }

    private void cut(String name, AudioClip sound) {
        int pieces = 0;
        List<String> invented = new ArrayList<>();
        for (int at = 0; at + PIECE <= sound.samples().length; at += HOP) {
            AudioClip piece = new AudioClip(Arrays.copyOfRange(sound.samples(), at, at + PIECE), LogMel.SAMPLE_RATE);
            for (String likely : PHRASES.keySet()) {
                pieces++;
                invented.add(heard(piece, likely));
            }
        }
        invented.removeIf(String::isEmpty);
        System.out.printf("%s: words in %d of %d pieces: %s%n", name, invented.size(), pieces, invented);
    }

    private void say() throws IOException, InterruptedException {
        Random random = new Random(3);
        for (String language : PHRASES.keySet()) {
            int all = 0;
            int right = 0;
            for (String words : SAID.getOrDefault(language, List.of())) {
                for (String voice : VOICES.getOrDefault(language, List.of())) {
                    AudioClip clean = new SincResampler(LogMel.SAMPLE_RATE).resample(EspeakNg.say(words, voice));
                    for (AudioClip said : List.of(clean, SpeechBenchmark.withNoise(clean, random))) {
                        all++;
                        right += plain(heard(said, language)).equals(plain(words)) ? 1 : 0;
                    }
                }
            }
            System.out.printf("%s: %d of %d heard to the letter%n", language, right, all);
        }
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L} ]", "").strip();
    }
}
