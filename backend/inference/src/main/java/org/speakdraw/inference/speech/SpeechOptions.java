package org.speakdraw.inference.speech;

import java.util.List;
import java.util.Set;

/**
 * How to listen. {@link #standard} has the values of openai/whisper's command line.
 *
 * @param language             code as in {@link SpeechRecogniser#languages}; empty: detected from the first 30 s
 * @param likelyLanguage       code; preferred where there is too little sound to tell; empty: none
 * @param expectedLanguages    codes; where none is asked for, another must be heard without a doubt; empty: any
 * @param onlyExpected         whether another language than those, and the likely one, is as good as silence where none is
 *                             asked for; ignored by models of one language
 * @param task                 ignored by English-only models
 * @param prompt               words that come before, which set spelling and style; may be empty
 * @param phrases              what is likely said where there is little sound: comes before it as {@code prompt} does
 *                             before any; may be empty
 * @param timestamps           whether segments get times from the model; also lets long sound be cut between sentences
 * @param beams                hypotheses followed at temperature 0, 1..16; 1: greedy
 * @param samples              hypotheses drawn at other temperatures, 1..16
 * @param temperatures         tried in turn until one result is good enough; each 0..2
 * @param maxCompressionRatio  a text that zlib makes smaller than by this factor repeats itself
 * @param minLogProbability    natural logarithm, mean over tokens, below which a result is not good enough
 * @param noSpeechThreshold    probability of silence from which on a result that is not good enough is dropped
 * @param voiceLikelihood      0..1, from which on 32 ms of sound count as a voice; nothing else is listened to, but with 0
 * @param maxTokens            of one window of 30 s, 1..448
 * @param carryText            whether a window is told what the one before said
 * @param words                whether segments get their words with times, where the model can tell them
 * @param shortContext         whether sound that is shorter than 30 s is padded to little more than its length, where
 *                             the encoder allows it: several times faster, and not what the model was trained with
 */
public record SpeechOptions(
        String language,
        String likelyLanguage,
        Set<String> expectedLanguages,
        boolean onlyExpected,
        SpeechTask task,
        String prompt,
        String phrases,
        boolean timestamps,
        int beams,
        int samples,
        List<Double> temperatures,
        double maxCompressionRatio,
        double minLogProbability,
        double noSpeechThreshold,
        double voiceLikelihood,
        int maxTokens,
        boolean carryText,
        boolean words,
        boolean shortContext) {

    /** Where Silero's network sees a voice. */
    static final double VOICE = 0.5;

    /** @throws IllegalArgumentException naming the value and its limits */
    public SpeechOptions {
        expectedLanguages = Set.copyOf(expectedLanguages);
        temperatures = List.copyOf(temperatures);
        check(beams >= 1 && beams <= 16, "beams", beams, "1 to 16");
        check(samples >= 1 && samples <= 16, "samples", samples, "1 to 16");
        check(maxTokens >= 1 && maxTokens <= 448, "maxTokens", maxTokens, "1 to 448");
        check(!temperatures.isEmpty(), "temperatures", temperatures, "at least one");
        for (double temperature : temperatures) {
            check(temperature >= 0 && temperature <= 2, "temperature", temperature, "0 to 2");
        }
        check(voiceLikelihood >= 0 && voiceLikelihood <= 1, "voiceLikelihood", voiceLikelihood, "0 to 1");
    }

    /** Beam 5, fallback in steps of 0.2, language detected, with timestamps. */
    public static SpeechOptions standard() {
        return new SpeechOptions(
                "",
                "",
                Set.of(),
                false,
                SpeechTask.TRANSCRIBE,
                "",
                "",
                true,
                5,
                5,
                List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
                2.4,
                -1.0,
                0.6,
                VOICE,
                224,
                true,
                false,
                false);
    }

    /** For short prompts: greedy, no timestamps, one retry, a short context. */
    public static SpeechOptions quick() {
        return standard()
                .withSearch(1, 1, List.of(0.0, 0.4))
                .withTimestamps(false)
                .withShortContext(true);
    }

    /** The same in a language. */
    public SpeechOptions withLanguage(String code) {
        Changed changed = new Changed(this);
        changed.language = code;
        return changed.options();
    }

    /** The same for somebody who most likely speaks a language. */
    public SpeechOptions withLikelyLanguage(String code) {
        Changed changed = new Changed(this);
        changed.likelyLanguage = code;
        return changed.options();
    }

    /** The same where these languages are spoken. */
    public SpeechOptions withExpectedLanguages(Set<String> codes) {
        Changed changed = new Changed(this);
        changed.expectedLanguages = codes;
        return changed.options();
    }

    /** The same where nothing else counts than the expected languages and the likely one. */
    public SpeechOptions withOnlyExpected(boolean wanted) {
        Changed changed = new Changed(this);
        changed.onlyExpected = wanted;
        return changed.options();
    }

    /** Whether what is said in a language is as good as silence. */
    boolean isForeign(String code) {
        return onlyExpected
                && language.isEmpty()
                && !expectedLanguages.isEmpty()
                && !expectedLanguages.contains(code)
                && !likelyLanguage.equals(code);
    }

    /** The same with another task. */
    public SpeechOptions withTask(SpeechTask other) {
        Changed changed = new Changed(this);
        changed.task = other;
        return changed.options();
    }

    /** The same after some words. */
    public SpeechOptions withPrompt(String said) {
        Changed changed = new Changed(this);
        changed.prompt = said;
        return changed.options();
    }

    /** The same where something is likely said when little is. */
    public SpeechOptions withPhrases(String likely) {
        Changed changed = new Changed(this);
        changed.phrases = likely;
        return changed.options();
    }

    /** The same with or without times from the model. */
    public SpeechOptions withTimestamps(boolean wanted) {
        Changed changed = new Changed(this);
        changed.timestamps = wanted;
        return changed.options();
    }

    /** The same with another search. */
    public SpeechOptions withSearch(int otherBeams, int otherSamples, List<Double> otherTemperatures) {
        Changed changed = new Changed(this);
        changed.beams = otherBeams;
        changed.samples = otherSamples;
        changed.temperatures = otherTemperatures;
        return changed.options();
    }

    /** The same with another limit of tokens in a window. */
    public SpeechOptions withMaxTokens(int limit) {
        Changed changed = new Changed(this);
        changed.maxTokens = limit;
        return changed.options();
    }

    /** The same with or without the times of words. */
    public SpeechOptions withWords(boolean wanted) {
        Changed changed = new Changed(this);
        changed.words = wanted;
        return changed.options();
    }

    /** The same with or without a short context. */
    public SpeechOptions withShortContext(boolean wanted) {
        Changed changed = new Changed(this);
        changed.shortContext = wanted;
        return changed.options();
    }

    /** A copy on its way to be another one. */
    private static final class Changed {

        private final SpeechOptions before;
        private String language;
        private String likelyLanguage;
        private Set<String> expectedLanguages;
        private boolean onlyExpected;
        private SpeechTask task;
        private String prompt;
        private String phrases;
        private boolean timestamps;
        private int beams;
        private int samples;
        private List<Double> temperatures;
        private int maxTokens;
        private boolean words;
        private boolean shortContext;

        Changed(SpeechOptions before) {
            this.before = before;
            language = before.language;
            likelyLanguage = before.likelyLanguage;
            expectedLanguages = before.expectedLanguages;
            onlyExpected = before.onlyExpected;
            task = before.task;
            prompt = before.prompt;
            phrases = before.phrases;
            timestamps = before.timestamps;
            beams = before.beams;
            samples = before.samples;
            temperatures = before.temperatures;
            maxTokens = before.maxTokens;
            words = before.words;
            shortContext = before.shortContext;
        }

        SpeechOptions options() {
            return new SpeechOptions(
                    language,
                    likelyLanguage,
                    expectedLanguages,
                    onlyExpected,
                    task,
                    prompt,
                    phrases,
                    timestamps,
                    beams,
                    samples,
                    temperatures,
                    before.maxCompressionRatio,
                    before.minLogProbability,
                    before.noSpeechThreshold,
                    before.voiceLikelihood,
                    maxTokens,
                    before.carryText,
                    words,
                    shortContext);
        }
    }

    private static void check(boolean holds, String name, Object value, String limits) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; " + limits);
        }
    }
}
