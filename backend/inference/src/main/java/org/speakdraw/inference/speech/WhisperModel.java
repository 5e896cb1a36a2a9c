package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/** Whisper (Radford et al., 2022) of any size: encoder, language, decoder and the ways to try again. Not thread-safe. */
final class WhisperModel implements WindowModel {

    private static final int LATEST_FIRST_STAMP = 50;
    /** How often a text that was cut off in a loop would have come again, for its compression ratio. */
    private static final int LOOP_ROUNDS = 8;
    /** Feature columns of a short context at least, and after the sound: less makes Whisper repeat itself. */
    private static final int SHORTEST_CONTEXT = 600;

    private static final int SILENCE_AFTER = 200;
    /** Tokens that no language needs for so little sound: more is a model that goes round in circles. */
    private static final int TOKENS_AT_LEAST = 20;

    private static final int TOKENS_A_SECOND = 12;

    private final WhisperTokenizer tokenizer;
    private final SpecialTokens special;
    private final List<Integer> suppressed;
    private final List<Integer> suppressedFirst;
    private final List<TextDecoder.Head> alignmentHeads;
    private final int textContext;
    private final WhisperEncoder encoder;
    private final TextDecoder decoder;
    private final LogMel logMel;

    private WhisperModel(SpeechFiles files, WhisperTokenizer tokenizer, WhisperEncoder encoder, TextDecoder decoder) {
        JsonNode config = files.optionalJson("config.json");
        JsonNode generation = files.optionalJson("generation_config.json");
        this.tokenizer = tokenizer;
        this.special = tokenizer.special();
        this.encoder = encoder;
        this.decoder = decoder;
        this.logMel = new LogMel(encoder.bins());
        this.textContext = config.path("max_target_positions").asInt(448);
        this.alignmentHeads = alignmentHeads(generation, decoder.heads(), files);
        this.suppressed = list("suppress_tokens", generation, config);
        this.suppressedFirst = list("begin_suppress_tokens", generation, config);
        if (decoder.vocabulary() <= special.timestampBegin()) {
            throw files.broken(
                    "config.json",
                    "the decoder has " + decoder.vocabulary() + " tokens, the tokenizer's timestamps begin at "
                            + special.timestampBegin());
        }
    }

    private WhisperModel(WhisperModel other) {
        tokenizer = other.tokenizer;
        special = other.special;
        encoder = other.encoder.sibling();
        decoder = other.decoder.sibling();
        logMel = new LogMel(encoder.bins());
        textContext = other.textContext;
        alignmentHeads = other.alignmentHeads;
        suppressed = other.suppressed;
        suppressedFirst = other.suppressedFirst;
    }

    /**
     * Loads the networks in a {@code speech} folder.
     *
     * @throws InferenceException {@code bundle-invalid}
     */
    static WhisperModel open(SpeechFiles files, WhisperTokenizer tokenizer, OnnxDevice device) {
        JsonNode config = files.optionalJson("config.json");
        WhisperEncoder encoder = WhisperEncoder.open(
                files.file("encoder_model.onnx"),
                device,
                config.path("num_mel_bins").asInt(80),
                config.path("d_model").asInt(-1));
        TextDecoder decoder;
        try {
            decoder = TextDecoder.open(files, device);
        } catch (Throwable e) {
            encoder.close();
            throw e;
        }
        try {
            return new WhisperModel(files, tokenizer, encoder, decoder);
        } catch (Throwable e) {
            close(encoder, decoder);
            throw e;
        }
    }

    @Override
    public WindowModel sibling() {
        return new WhisperModel(this);
    }

    @Override
    public Set<String> languages() {
        return special.multilingual() ? new TreeSet<>(special.languages().keySet()) : Set.of("en");
    }

    @Override
    public List<Integer> encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public String decode(List<Integer> tokens) {
        return tokenizer.decode(tokens);
    }

    @Override
    public boolean isText(int token) {
        return special.isText(token);
    }

    @Override
    public boolean tellsWords() {
        return decoder.tellsAttention();
    }

    @Override
    public Segmentation segments(Window window, int columns) {
        return Segmentation.of(window.result().tokens(), special, columns);
    }

    @Override
    public List<TimedWord> words(Window window, int columns) {
        SpeechOptions plain = SpeechOptions.standard().withTimestamps(false);
        List<Integer> sequence = prefix(window.language(), List.of(), plain);
        int from = sequence.size() - 1;
        List<Integer> text = window.result().tokens().stream()
                .filter(special::isText)
                .limit(textContext - sequence.size() - 1)
                .toList();
        sequence.addAll(text);
        sequence.add(special.endOfText());
        int[] ids = sequence.stream().mapToInt(Integer::intValue).toArray();
        float[][][] attention = decoder.attention(window.states(), ids, alignmentHeads);
        double[] times = TokenTimes.of(attention, from, text.size() + 1, Math.max(1, columns / 2));
        return TimedWord.of(new WordSplitter(tokenizer, window.language()).words(text), times);
    }

    /**
     * With a short context first, where it is wanted; what makes no sense so, or comes twice, is listened to again with
     * all of it. Whisper hears twice what ends early in its context.
     */
    @Override
    public Window understand(Passage passage, SpeechOptions options, RandomGenerator random, DecodingControl control) {
        int needed = TOKENS_AT_LEAST + TOKENS_A_SECOND * passage.columns() / 100;
        SpeechOptions bounded = options.withMaxTokens(Math.min(options.maxTokens(), needed));
        WindowBudget budget = new WindowBudget(bounded, control);
        int context = context(passage.columns(), options);
        boolean whole = context == LogMel.FRAMES;
        Window window = decode(passage, context, whole ? bounded : first(bounded), random, budget);
        WindowResult heard = window.result();
        boolean twice = heard.isRepetition() && SpeechPace.isHasty(heard.text(), passage.voiced());
        if (!whole && (twice || heard.needsFallback(options)) && !budget.isSpent()) {
            window = decode(passage, LogMel.FRAMES, bounded, random, budget);
        }
        WindowResult result = window.result();
        return result.isRepetition() && SpeechPace.isTooShortFor(result.text(), passage.voiced())
                ? new Window(result.once(tokenizer), window.language(), window.states())
                : window;
    }

    /** Without a second try. */
    private static SpeechOptions first(SpeechOptions options) {
        return options.withSearch(
                options.beams(),
                options.samples(),
                List.of(options.temperatures().get(0)));
    }

    private Window decode(
            Passage passage, int context, SpeechOptions options, RandomGenerator random, WindowBudget budget) {
        float[] states = encoder.encode(logMel.features(passage.samples(), 0, context), budget);
        Speaking speaking = new Speaking(states, random, budget);
        if (!passage.language().isEmpty()) {
            return decode(speaking, passage.language(), passage.before(), options);
        }
        String heard = detect(states, options, budget);
        String usual = options.likelyLanguage();
        if (usual.isEmpty() || usual.equals(heard) || !SpeechPace.isShort(passage.voiced())) {
            return decode(speaking, heard, passage.before(), options);
        }
        // A command is hardly longer; what is expected makes its language more likely than it is.
        boolean command = SpeechPace.isCommand(passage.voiced());
        Window asHeard = decode(speaking, heard, passage.said(), first(options));
        Window asUsual = decode(speaking, usual, command ? passage.before() : passage.said(), first(options));
        return LanguageChoice.isBelieved(asHeard.result(), asUsual.result())
                ? decode(speaking, heard, passage.said(), options)
                : decode(speaking, usual, passage.before(), options);
    }

    /** What the encoder made of a passage, and what its decoding has in common in any language. */
    private record Speaking(float[] states, RandomGenerator random, WindowBudget budget) {}

    private Window decode(Speaking speaking, String language, List<Integer> before, SpeechOptions options) {
        List<Integer> prefix = prefix(language, before, options);
        WindowResult result = decode(speaking.states(), prefix, options, speaking.random(), speaking.budget());
        return new Window(result, language, speaking.states());
    }

    /** Feature columns that the encoder is given for so many columns of sound. */
    private int context(int columns, SpeechOptions options) {
        if (!options.shortContext() || !encoder.anyLength()) {
            return LogMel.FRAMES;
        }
        int even = (columns + SILENCE_AFTER + 1) / 2 * 2;
        return Math.min(LogMel.FRAMES, Math.max(SHORTEST_CONTEXT, even));
    }

    private String detect(float[] states, SpeechOptions options, WindowBudget budget) {
        if (!special.multilingual()) {
            return "en";
        }
        budget.beforeRun();
        float[] logits = decoder.start(states, new int[] {special.start()})[0];
        return LanguageChoice.of(special, logits, options.expectedLanguages());
    }

    /**
     * Tries one temperature after another until a result is good enough. Where none is, the last one counts, or, if
     * that is hopeless, the likeliest.
     */
    private WindowResult decode(
            float[] states, List<Integer> prefix, SpeechOptions options, RandomGenerator random, WindowBudget budget) {
        int start = prefix.lastIndexOf(special.start());
        int room = Math.max(1, Math.min(options.maxTokens(), textContext - prefix.size()));
        TokenRules rules =
                new TokenRules(special, suppressed, suppressedFirst, options.timestamps(), LATEST_FIRST_STAMP);
        TokenSearch search = new TokenSearch(decoder, rules, room, budget);
        int[] ids = prefix.stream().mapToInt(Integer::intValue).toArray();
        List<WindowResult> results = new ArrayList<>();
        for (double temperature : options.temperatures()) {
            if (!results.isEmpty() && budget.isSpent()) {
                break;
            }
            TokenSearch.Found found = temperature == 0 && options.beams() > 1
                    ? search.beams(states, ids, options.beams())
                    : search.independent(states, ids, temperature, temperature == 0 ? 1 : options.samples(), random);
            double noSpeech = Math.exp(Probabilities.logs(found.prefixLogits()[start])[special.noSpeech()]);
            WindowResult result = result(found.best(), temperature, noSpeech);
            if (!result.needsFallback(options)) {
                return result;
            }
            results.add(result);
        }
        WindowResult last = results.get(results.size() - 1);
        return last.isHopeless(options)
                ? Collections.max(
                        results,
                        Comparator.comparing((WindowResult result) -> !result.loops(options))
                                .thenComparing(WindowResult::logProbability))
                : last;
    }

    private WindowResult result(Hypothesis best, double temperature, double noSpeech) {
        String text = tokenizer.decode(best.said()).strip();
        // What was cut off in a loop counts as it would have gone on.
        double compressionRatio = WindowResult.compressionRatio(best.loops() ? text.repeat(LOOP_ROUNDS) : text);
        return new WindowResult(best.said(), text, temperature, best.meanLogProbability(), compressionRatio, noSpeech);
    }

    private List<Integer> prefix(String language, List<Integer> said, SpeechOptions options) {
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

    /** The heads that are known to follow the sound; where nobody says which, those of the upper half of the layers. */
    private static List<TextDecoder.Head> alignmentHeads(
            JsonNode generation, List<TextDecoder.Head> all, SpeechFiles files) {
        List<TextDecoder.Head> heads = new ArrayList<>();
        generation
                .path("alignment_heads")
                .forEach(pair -> heads.add(
                        new TextDecoder.Head(pair.path(0).asInt(), pair.path(1).asInt())));
        if (!all.containsAll(heads)) {
            throw files.broken("generation_config.json", "alignment_heads are not all heads of the decoder: " + heads);
        }
        return heads.isEmpty() ? all.subList(all.size() / 2, all.size()) : List.copyOf(heads);
    }

    private static List<Integer> list(String name, JsonNode generation, JsonNode config) {
        JsonNode list = generation.has(name) ? generation.path(name) : config.path(name);
        return SpeechFiles.integers(list);
    }

    @Override
    public void close() {
        close(encoder, decoder);
    }

    private static void close(WhisperEncoder encoder, TextDecoder decoder) {
        try {
            encoder.close();
        } finally {
            decoder.close();
        }
    }
}
