package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whisper's decoder on one window in one language: one temperature after another until a text is good enough. */
final class TemperatureFallback {

    private static final int LATEST_FIRST_STAMP = 50;
    /** How often a text that was cut off in a loop would have come again, for its compression ratio. */
    private static final int LOOP_ROUNDS = 8;

    private final WhisperTokenizer tokenizer;
    private final SpecialTokens special;
    private final List<Integer> suppressed;
    private final List<Integer> suppressedFirst;
    private final int textContext;
    private final TextDecoder decoder;

    private TemperatureFallback(
            WhisperTokenizer tokenizer,
            List<Integer> suppressed,
            List<Integer> suppressedFirst,
            int textContext,
            TextDecoder decoder) {
        this.tokenizer = tokenizer;
        this.special = tokenizer.special();
        this.suppressed = suppressed;
        this.suppressedFirst = suppressedFirst;
        this.textContext = textContext;
        this.decoder = decoder;
    }

    /** @param decoder is the caller's to close */
    static TemperatureFallback open(SpeechFiles files, WhisperTokenizer tokenizer, TextDecoder decoder) {
        JsonNode config = files.optionalJson("config.json");
        JsonNode generation = files.optionalJson("generation_config.json");
        return new TemperatureFallback(
                tokenizer,
                list("suppress_tokens", generation, config),
                list("begin_suppress_tokens", generation, config),
                config.path("max_target_positions").asInt(448),
                decoder);
    }

    private static List<Integer> list(String name, JsonNode generation, JsonNode config) {
        JsonNode list = generation.has(name) ? generation.path(name) : config.path(name);
        return SpeechFiles.integers(list);
    }

    /** The same with another decoder. */
    TemperatureFallback with(TextDecoder other) {
        return new TemperatureFallback(tokenizer, suppressed, suppressedFirst, textContext, other);
    }

    /**
     * What the encoder made of a passage, and what its decoding has in common in any language.
     *
     * @param states  [positions, width]
     * @param decided of its text
     * @param rounds  that its text may be written in
     */
    record Speaking(
            float[] states,
            RandomGenerator random,
            WindowBudget budget,
            DecidedSegments decided,
            SentenceInRounds rounds) {

        /** The same for an attempt that may count for nothing. */
        Speaking with(DecidedSegments other) {
            return new Speaking(states, random, budget, other, rounds);
        }
    }

    /** Tokens that prefix and text have together at most. */
    int textContext() {
        return textContext;
    }

    /** What the decoder makes of the sound alone, without a word before it. */
    Beginning beginning(Speaking speaking) {
        speaking.budget().beforeRun();
        float[] logits = decoder.start(speaking.states(), new int[] {special.start()})[0];
        return new Beginning(logits, Probabilities.of(logits, special.noSpeech()));
    }

    /**
     * What comes first.
     *
     * @param logits   of the first token
     * @param noSpeech probability that nobody speaks
     */
    record Beginning(float[] logits, double noSpeech) {}

    /**
     * Tries one temperature after another until a result is good enough; each goes on from what is decided by then. Where
     * none is good, the last one counts, or, if that is hopeless, the likeliest.
     *
     * @param before tokens of what was said before
     * @param made   what the first temperature gave, with the same tokens before; null: not tried yet
     */
    WindowResult write(
            Speaking speaking,
            String language,
            List<Integer> before,
            SpeechOptions options,
            @Nullable WindowResult made) {
        List<WindowResult> results = new ArrayList<>();
        if (made != null) {
            results.add(made);
        }
        List<Integer> prefix = prefix(language, before, options);
        TokenSearch search = search(prefix.size(), options, speaking);
        for (double temperature : options.temperatures()
                .subList(results.size(), options.temperatures().size())) {
            WindowResult last = results.isEmpty() ? null : results.get(results.size() - 1);
            if (last != null
                    && (!last.needsFallback(options) || speaking.budget().isSpent())) {
                break;
            }
            results.add(attempt(search, prefix, temperature, options, speaking));
        }
        WindowResult last = results.get(results.size() - 1);
        return last.needsFallback(options) && last.isHopeless(options)
                ? Collections.max(
                        results,
                        Comparator.comparing((WindowResult result) -> !result.loops(options))
                                .thenComparing(WindowResult::logProbability))
                : last;
    }

    private TokenSearch search(int prefix, SpeechOptions options, Speaking speaking) {
        int room = Math.max(1, Math.min(options.maxTokens(), textContext - prefix));
        TokenRules rules =
                new TokenRules(special, suppressed, suppressedFirst, options.timestamps(), LATEST_FIRST_STAMP);
        return new TokenSearch(decoder, rules, room, speaking.budget(), speaking.decided(), speaking.rounds());
    }

    private WindowResult attempt(
            TokenSearch search, List<Integer> prefix, double temperature, SpeechOptions options, Speaking speaking) {
        int[] ids = prefix.stream().mapToInt(Integer::intValue).toArray();
        float[] states = speaking.states();
        TokenSearch.Found found = temperature == 0 && options.beams() > 1
                ? search.beams(states, ids, options.beams())
                : search.independent(
                        states, ids, temperature, temperature == 0 ? 1 : options.samples(), speaking.random());
        int decided = speaking.decided().soFar().tokens().size();
        return result(found.best(), decided, temperature, found.noSpeech());
    }

    private WindowResult result(Hypothesis best, int decided, double temperature, double noSpeech) {
        String text = tokenizer.decode(best.said()).strip();
        // What was cut off in a loop counts as it would have gone on.
        double compressionRatio = WindowResult.compressionRatio(best.loops() ? text.repeat(LOOP_ROUNDS) : text);
        List<Integer> tokens = best.said();
        return new WindowResult(
                tokens,
                best.logProbabilities().subList(0, tokens.size()),
                decided,
                text,
                temperature,
                best.meanLogProbability(),
                compressionRatio,
                noSpeech);
    }

    /** What the decoder reads before it writes. The caller may add to it. */
    List<Integer> prefix(String language, List<Integer> said, SpeechOptions options) {
        List<Integer> prefix = new ArrayList<>();
        if (!said.isEmpty()) {
            prefix.add(special.previous());
            prefix.addAll(said.subList(Math.max(0, said.size() - (textContext / 2 - 1)), said.size()));
        }
        prefix.add(special.start());
        if (special.multilingual()) {
            prefix.add(special.languages().getOrDefault(language, special.start() + 1));
            prefix.add(options.task() == SpeechTask.TRANSLATE ? special.translate() : special.transcribe());
        }
        if (!options.timestamps()) {
            prefix.add(special.noTimestamps());
        }
        return prefix;
    }
}
