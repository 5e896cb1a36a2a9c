package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.speech.TemperatureFallback.Speaking;

/** Whisper (Radford et al., 2022) of any size: encoder, language, decoder and the ways to try again. Not thread-safe. */
final class WhisperModel implements WindowModel {

    /** In {@code config.json}. */
    static final String KIND = "whisper";

    /** Feature columns of a short context at least, and after the sound: less makes Whisper repeat itself. */
    private static final int SHORTEST_CONTEXT = 600;

    private static final int SILENCE_AFTER = 200;
    /** Tokens that no language needs for so little sound: more is a model that goes round in circles. */
    private static final int TOKENS_AT_LEAST = 20;

    private static final int TOKENS_A_SECOND = 12;
    /** Doubt that somebody speaks above which no phrase was understood that was in doubt itself. */
    private static final double GUESSED_NO_SPEECH = 0.4;

    private final WhisperTokenizer tokenizer;
    private final SpecialTokens special;
    private final List<TextDecoder.Head> alignmentHeads;
    private final WhisperEncoder encoder;
    private final TextDecoder decoder;
    private final TemperatureFallback fallback;
    private final LogMel logMel;

    private WhisperModel(SpeechFiles files, WhisperTokenizer tokenizer, WhisperEncoder encoder, TextDecoder decoder) {
        JsonNode generation = files.optionalJson("generation_config.json");
        this.tokenizer = tokenizer;
        this.special = tokenizer.special();
        this.encoder = encoder;
        this.decoder = decoder;
        this.logMel = new LogMel(encoder.bins());
        this.fallback = TemperatureFallback.open(files, tokenizer, decoder);
        this.alignmentHeads = alignmentHeads(generation, decoder.heads(), files);
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
        fallback = other.fallback.with(decoder);
        alignmentHeads = other.alignmentHeads;
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
        List<Integer> sequence = fallback.prefix(window.language(), List.of(), plain);
        int from = sequence.size() - 1;
        List<Integer> text = window.result().tokens().stream()
                .filter(special::isText)
                .limit(fallback.textContext() - sequence.size() - 1)
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
    public Window understand(
            Passage passage,
            SpeechOptions options,
            RandomGenerator random,
            DecodingControl control,
            Consumer<List<Integer>> decided) {
        int needed = TOKENS_AT_LEAST + TOKENS_A_SECOND * passage.columns() / 100;
        SpeechOptions bounded = options.withMaxTokens(Math.min(options.maxTokens(), needed));
        WindowBudget budget = new WindowBudget(bounded, control);
        int context = context(passage.columns(), options);
        boolean whole = context == LogMel.FRAMES;
        DecidedSegments segments = DecidedSegments.of(tokenizer, options, decided);
        DecidedSegments none = DecidedSegments.none(tokenizer, options);
        Window window =
                decode(passage, context, whole ? bounded : first(bounded), random, budget, whole ? segments : none);
        WindowResult heard = window.result();
        boolean twice = heard.isRepetition() && SpeechPace.isHasty(heard.text(), passage.voiced());
        if (!whole && (twice || heard.needsFallback(options)) && !budget.isSpent()) {
            window = decode(passage, LogMel.FRAMES, bounded, random, budget, segments);
        }
        WindowResult result = window.result();
        return result.isRepetition() && SpeechPace.isTooShortFor(result.text(), passage.voiced())
                ? window.with(result.once(tokenizer::decode))
                : window;
    }

    /** Without a second try. */
    private static SpeechOptions first(SpeechOptions options) {
        return options.withSearch(
                options.beams(),
                options.samples(),
                List.of(options.temperatures().get(0)));
    }

    /**
     * Phrases are expected only where there is speech without them as well: with them a knock, too, is one of them. Asked
     * with no word before it, the decoder doubted that somebody spoke by 0.66 or more for sounds that became a phrase,
     * and by 0.58 at most for phrases that it understood. Syllables that say nothing lie between the two: where the phrase
     * that comes of them is in doubt as well, none is expected after all.
     */
    private Window decode(
            Passage passage,
            int context,
            SpeechOptions options,
            RandomGenerator random,
            WindowBudget budget,
            DecidedSegments decided) {
        float[] states = encoder.encode(logMel.features(passage.samples(), 0, context), budget);
        SentenceInRounds rounds = context == LogMel.FRAMES
                ? SentenceInRounds.NONE
                : new SentenceInRounds(passage.voiced(), tokenizer::decode);
        Speaking speaking = new Speaking(states, random, budget, decided, rounds);
        String known = special.multilingual() ? passage.language() : "en";
        if (!known.isEmpty() && !passage.isPhraseExpected()) {
            return decode(speaking, known, passage.said(), options);
        }
        TemperatureFallback.Beginning beginning = fallback.beginning(speaking);
        Passage likely = beginning.noSpeech() > options.noSpeechThreshold() ? passage.expectingNothing() : passage;
        Window window = decode(speaking, known, likely, options, beginning.logits());
        boolean guessed = likely.isPhraseExpected()
                && beginning.noSpeech() > GUESSED_NO_SPEECH
                && window.result().logProbability() < WindowResult.DOUBTFUL_LOG_PROBABILITY;
        return guessed ? decode(speaking, known, passage.expectingNothing(), options, beginning.logits()) : window;
    }

    private Window decode(Speaking speaking, String known, Passage passage, SpeechOptions options, float[] beginning) {
        return known.isEmpty()
                ? detected(speaking, passage, options, beginning)
                : decode(speaking, known, passage.before(), options);
    }

    private Window detected(Speaking speaking, Passage passage, SpeechOptions options, float[] beginning) {
        String heard = LanguageChoice.of(special, beginning, options.expectedLanguages());
        String usual = usual(heard, passage, options, beginning);
        if (usual.isEmpty() || usual.equals(heard)) {
            return decode(speaking, heard, passage.before(), options);
        }
        // A command is hardly longer; what is expected makes its language more likely than it is.
        boolean command = SpeechPace.isCommand(passage.voiced());
        List<Integer> beforeUsual = command ? passage.before() : passage.said();
        Speaking tried = speaking.with(DecidedSegments.none(tokenizer, options));
        WindowResult asHeard =
                decode(tried, heard, passage.said(), first(options)).result();
        WindowResult asUsual = decode(tried, usual, beforeUsual, first(options)).result();
        if (LanguageChoice.isBelieved(asHeard, asUsual)) {
            // What is as good as silence is not worth another try.
            return options.isForeign(heard)
                    ? new Window(asHeard, heard, speaking.states())
                    : decode(speaking, heard, passage.said(), options, asHeard);
        }
        boolean made = beforeUsual.equals(passage.before());
        return decode(speaking, usual, passage.before(), options, made ? asUsual : null);
    }

    /** The language that is rather believed in than the one that was heard; empty: none. */
    private String usual(String heard, Passage passage, SpeechOptions options, float[] beginning) {
        if (SpeechPace.isShort(passage.voiced()) && !options.likelyLanguage().isEmpty()) {
            return options.likelyLanguage();
        }
        return options.isForeign(heard)
                ? LanguageChoice.likeliest(special, beginning, options.expectedLanguages())
                        .orElse("")
                : "";
    }

    private Window decode(Speaking speaking, String language, List<Integer> before, SpeechOptions options) {
        return decode(speaking, language, before, options, null);
    }

    private Window decode(
            Speaking speaking,
            String language,
            List<Integer> before,
            SpeechOptions options,
            @Nullable WindowResult made) {
        WindowResult result = fallback.write(speaking, language, before, options, made);
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
