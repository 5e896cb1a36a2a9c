package org.speakdraw.inference.speech;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * How well and how fast a speech model understands: the recordings beside the checkout, and 50 prompts spoken by
 * espeak-ng (which must be installed) in ten voices, clean and with white noise at 10 dB; what it makes of German,
 * Spanish and French, and of sounds without speech. Prints the word error rate, the time a transcription takes by
 * seconds of sound, the time a prompt of about 3 s takes, and how many nouns a translation has. Arguments: speech
 * folder, CPU threads. With {@code -Dmistakes=true} it shows what was misheard.
 */
final class SpeechBenchmark {

    private static final double NOISE_DECIBEL = 10;
    private static final boolean MISTAKES = Boolean.getBoolean("mistakes");
    private static final List<String> VOICES = List.of(
            "en-gb",
            "en-us",
            "en-gb-scotland",
            "en-gb-x-rp",
            "en-us-nyc",
            "en-gb+f2",
            "en-us+f3",
            "en-gb+m3",
            "en-us+m7",
            "en-gb+f4");
    private static final List<String> SUBJECTS = List.of(
            "a red apple on a wooden table",
            "a watercolour fox in the snow",
            "a castle on a hill at sunset",
            "a pencil sketch of an old man",
            "the sea at night under a full moon");
    private static final List<String> ORDERS = List.of(
            "draw %s",
            "make it look like %s",
            "add %s",
            "%s in the style of a comic book",
            "a dark and stormy version of %s",
            "%s with bright colours",
            "please paint %s",
            "I would like to see %s",
            "%s made of glass",
            "a black and white photograph of %s");

    private static final String PHRASES =
            "Draw a fox. Make it watercolour. Add a red hat. Only me. Everything. More. Less."
                    + " Undo. Redo. Freeze. Clear.";

    private SpeechBenchmark() {}

    private record Spoken(AudioClip clip, String words) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        DeviceOptions cpu = DeviceOptions.parse("cpu", Integer.parseInt(arguments[1]), 0, false, Path.of("engines"));
        List<Spoken> recordings = recordings();
        List<Spoken> clean = prompts();
        List<Spoken> noisy = clean.stream()
                .map(spoken -> new Spoken(
                        withNoise(spoken.clip(), new Random(spoken.clip().samples().length)), spoken.words()))
                .toList();
        SpeechOptions quick = SpeechOptions.quick().withLanguage("en");
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(Path.of(arguments[0]), OnnxDevice.open(cpu))) {
            ForeignPrompts.spoken().forEach((language, all) -> measureForeign(recogniser, language, all));
            measure(
                    recogniser,
                    "recordings, standard",
                    recordings,
                    SpeechOptions.standard().withLanguage("en"));
            for (SpeechOptions options : List.of(quick, quick.withShortContext(false), quick.withLanguage(""))) {
                String how = (options.shortContext() ? "quick" : "quick, 30 s")
                        + (options.language().isEmpty() ? ", language detected" : "");
                measure(recogniser, "recordings, " + how, recordings, options);
                measure(recogniser, "prompts, " + how, clean, options);
                measure(recogniser, "prompts at 10 dB, " + how, noisy, options);
            }
            SpeechOptions live = quick.withLanguage("").withLikelyLanguage("en").withPhrases(PHRASES);
            for (SpeechOptions options : List.of(quick, quick.withLanguage(""), live, SpeechOptions.standard())) {
                countInventions(recogniser, options);
            }
        }
    }

    private static void measure(SpeechRecogniser recogniser, String what, List<Spoken> all, SpeechOptions options) {
        WordErrors errors = WordErrors.NONE;
        double seconds = 0;
        List<Double> times = new ArrayList<>();
        for (Spoken spoken : all) {
            long start = System.nanoTime();
            String text = recogniser.transcribe(spoken.clip(), options).text();
            times.add((System.nanoTime() - start) / 1e6);
            errors = errors.plus(compared(spoken.words(), text));
            seconds += spoken.clip().seconds();
        }
        double millis = times.stream().mapToDouble(Double::doubleValue).sum();
        times.sort(null);
        System.out.printf(
                "%-40s word errors %5.1f %%, %5.1f x real time, clip of %.1f s in %4.0f ms (median), %4.0f ms (p95)%n",
                what,
                errors.percent(),
                1000 * seconds / millis,
                seconds / all.size(),
                times.get(times.size() / 2),
                times.get(times.size() * 95 / 100));
    }

    private static WordErrors compared(String said, String understood) {
        WordErrors errors = WordErrors.of(said, understood);
        if (errors.wrong() > 0 && MISTAKES) {
            System.out.println("  " + errors.wrong() + ": " + said + " -> " + understood);
        }
        return errors;
    }

    private static void measureForeign(SpeechRecogniser recogniser, String language, List<ForeignPrompts.Spoken> all) {
        SpeechOptions quick = SpeechOptions.quick();
        WordErrors errors = WordErrors.NONE;
        int heard = 0;
        int nouns = 0;
        int named = 0;
        for (ForeignPrompts.Spoken spoken : all) {
            heard += recogniser.transcribe(spoken.clip(), quick).language().equals(language) ? 1 : 0;
            SpeechOptions asked = quick.withLanguage(language);
            String text = recogniser.transcribe(spoken.clip(), asked).text();
            errors = errors.plus(compared(spoken.words(), text));
            String english = recogniser
                    .transcribe(spoken.clip(), asked.withTask(SpeechTask.TRANSLATE))
                    .text();
            if (spoken.nounsIn(english) < spoken.nouns().size() && MISTAKES) {
                System.out.println("  " + spoken.words() + " -> " + english);
            }
            nouns += spoken.nouns().size();
            named += spoken.nounsIn(english);
        }
        System.out.printf(
                "prompts, %s, quick: language heard in %d of %d, word errors %.1f %%, nouns in the translation %d of %d%n",
                language, heard, all.size(), errors.percent(), named, nouns);
    }

    private static void countInventions(SpeechRecogniser recogniser, SpeechOptions options) {
        Map<String, AudioClip> sounds = SoundsWithoutSpeech.all();
        int invented = 0;
        for (Map.Entry<String, AudioClip> sound : sounds.entrySet()) {
            Transcript transcript = recogniser.transcribe(sound.getValue(), options);
            if (!transcript.text().isEmpty()) {
                invented++;
                SpeechSegment first = transcript.segments().get(0);
                System.out.printf(
                        "  %s: %s (no speech %.2f, log %.2f)%n",
                        sound.getKey(), transcript.text(), first.noSpeech(), first.logProbability());
            }
        }
        System.out.printf(
                "nobody speaks, %s%s%s: words in %d of %d clips%n",
                options.shortContext() ? "quick" : "standard",
                options.language().isEmpty() ? ", language detected" : "",
                options.phrases().isEmpty() ? "" : ", commands expected",
                invented,
                sounds.size());
    }

    private static List<Spoken> recordings() {
        List<Spoken> found = new ArrayList<>();
        Golden.json(SpeechGolden.FEATURES).forEach(clip -> {
            if (clip.hasNonNull("transcript")) {
                AudioClip sound =
                        new AudioClip(SpeechGolden.wav(clip.path("name").asText()), 16_000);
                found.add(new Spoken(sound, clip.path("transcript").asText()));
            }
        });
        return found;
    }

    private static List<Spoken> prompts() throws IOException, InterruptedException {
        List<Spoken> spoken = new ArrayList<>();
        for (String subject : SUBJECTS) {
            for (String order : ORDERS) {
                String words = order.formatted(subject);
                spoken.add(new Spoken(EspeakNg.say(words, VOICES.get(spoken.size() % VOICES.size())), words));
            }
        }
        return spoken;
    }

    /** White, at 10 dB. */
    static AudioClip withNoise(AudioClip clip, Random random) {
        float[] samples = clip.samples().clone();
        double power = 0;
        for (float sample : samples) {
            power += (double) sample * sample / samples.length;
        }
        double amplitude = Math.sqrt(power / Math.pow(10, NOISE_DECIBEL / 10));
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (amplitude * random.nextGaussian());
        }
        return new AudioClip(samples, clip.sampleRate());
    }
}
