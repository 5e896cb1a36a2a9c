package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * Speech to text with Whisper (Radford et al., 2022) of any size, from a folder with {@code encoder_model.onnx}, the
 * decoder, tokenizer files, {@code config.json} and perhaps {@code generation_config.json}. Behaves like
 * openai/whisper's {@code transcribe}, with a guard against inventions on silence. One window at a time: other
 * threads wait. The same sound and options give the same text.
 */
public final class Whisper implements AutoCloseable {

    private static final int LATEST_FIRST_STAMP = 50;
    /** Feature columns of a short context at least, and after the sound: less makes Whisper repeat itself. */
    private static final int SHORTEST_CONTEXT = 600;

    private static final int SILENCE_AFTER = 200;
    /** Tokens that no language needs for so little sound; more is a model that goes round in circles. */
    private static final int TOKENS_AT_LEAST = 20;

    private static final int TOKENS_A_SECOND = 12;

    private final WhisperTokenizer tokenizer;
    private final SpecialTokens special;
    private final List<Integer> suppressed;
    private final List<Integer> suppressedFirst;
    private final List<WhisperDecoder.Head> alignmentHeads;
    private final int textContext;
    private final WhisperEncoder encoder;
    private final WhisperDecoder decoder;
    private final LogMel logMel;

    private Whisper(SpeechFiles files, WhisperTokenizer tokenizer, WhisperEncoder encoder, WhisperDecoder decoder) {
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

    /** Whether the bundle in {@code bundleFolder} can listen at all. */
    public static boolean isIn(Path bundleFolder) {
        return Files.isRegularFile(bundleFolder.resolve("speech").resolve("encoder_model.onnx"));
    }

    /**
     * Loads the {@code speech} folder of a bundle. The caller closes it.
     *
     * @param folder the {@code speech} folder itself
     * @throws InferenceException {@code bundle-invalid}, naming the file that is missing or broken
     */
    public static Whisper open(Path folder, OnnxDevice device) {
        SpeechFiles files = new SpeechFiles(folder);
        WhisperTokenizer tokenizer = WhisperTokenizer.open(folder);
        JsonNode config = files.optionalJson("config.json");
        WhisperEncoder encoder = WhisperEncoder.open(
                files.file("encoder_model.onnx"),
                device,
                config.path("num_mel_bins").asInt(80),
                config.path("d_model").asInt(-1));
        WhisperDecoder decoder;
        try {
            decoder = WhisperDecoder.open(files, device);
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
        try {
            return new Whisper(files, tokenizer, encoder, decoder);
        } catch (RuntimeException e) {
            close(encoder, decoder);
            throw e;
        }
    }

    WhisperTokenizer tokenizer() {
        return tokenizer;
    }

    /** Codes of the languages it can be asked for; only {@code en} for an English-only model. */
    public Set<String> languages() {
        return special.multilingual() ? new TreeSet<>(special.languages().keySet()) : Set.of("en");
    }

    /**
     * Writes down a clip of any length and sample rate.
     *
     * @throws InferenceException as {@link #begin}; {@code model-failed}
     */
    public Transcript transcribe(AudioClip clip, SpeechOptions options) {
        Transcription transcription = begin(clip, options);
        while (transcription.step()) {
            // Until nothing is left.
        }
        return transcription.transcript();
    }

    /**
     * Begins to write down a clip, a window of 30 s at a time, so that others may have their turn between.
     *
     * @throws InferenceException {@code audio-invalid} if the language is not known; {@code request-invalid} if words are
     *     wanted and the model cannot tell their times
     */
    public Transcription begin(AudioClip clip, SpeechOptions options) {
        if (!options.language().isEmpty() && !languages().contains(options.language())) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "language " + options.language() + " is not one of " + languages());
        }
        if (options.words() && !decoder.tellsAttention()) {
            throw new InferenceException(
                    InferenceError.REQUEST_INVALID, "This speech model cannot tell when single words were said.");
        }
        return new Transcription(this, clip, options);
    }

    /** What a window was understood as, in which language, and what the encoder made of it: [positions, width]. */
    record Window(WindowResult result, String language, float[] states) {}

    /**
     * The words of a window with their times in seconds from its beginning, and where among its tokens of text they are.
     *
     * @param columns feature columns of the window that hold sound
     */
    synchronized List<TimedWord> words(Window window, int columns) {
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

    /** With a short context first, where it is wanted; what makes no sense so is listened to again with all of it. */
    synchronized Window understand(
            float[] samples,
            int seek,
            int columns,
            String language,
            List<Integer> said,
            SpeechOptions options,
            RandomGenerator random) {
        int context = context(columns, options);
        if (context == LogMel.FRAMES) {
            return decode(samples, seek, context, language, said, options, random);
        }
        SpeechOptions bounded =
                options.withMaxTokens(Math.min(options.maxTokens(), TOKENS_AT_LEAST + TOKENS_A_SECOND * columns / 100));
        Window window = decode(samples, seek, context, language, said, first(bounded), random);
        return window.result().needsFallback(options)
                ? decode(samples, seek, LogMel.FRAMES, language, said, bounded, random)
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
            float[] samples,
            int seek,
            int columns,
            String asked,
            List<Integer> said,
            SpeechOptions options,
            RandomGenerator random) {
        float[] states = encoder.encode(logMel.features(samples, seek, columns));
        String language = asked.isEmpty() ? detect(states) : asked;
        return new Window(decode(states, language, said, options, random), language, states);
    }

    @Override
    public synchronized void close() {
        close(encoder, decoder);
    }

    /** Feature columns that the encoder is given for so many columns of sound. */
    private int context(int columns, SpeechOptions options) {
        if (!options.shortContext() || !encoder.anyLength()) {
            return LogMel.FRAMES;
        }
        int even = (columns + SILENCE_AFTER + 1) / 2 * 2;
        return Math.min(LogMel.FRAMES, Math.max(SHORTEST_CONTEXT, even));
    }

    private String detect(float[] states) {
        if (!special.multilingual()) {
            return "en";
        }
        float[] logits = decoder.start(states, new int[] {special.start()})[0];
        int best = special.languages().values().stream()
                .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                .orElseThrow();
        return special.language(best).orElseThrow();
    }

    /** Tries one temperature after another until a result is good enough; the last one counts in any case. */
    private WindowResult decode(
            float[] states, String language, List<Integer> said, SpeechOptions options, RandomGenerator random) {
        List<Integer> prefix = prefix(language, said, options);
        int start = prefix.lastIndexOf(special.start());
        int room = Math.max(1, Math.min(options.maxTokens(), textContext - prefix.size()));
        TokenRules rules =
                new TokenRules(special, suppressed, suppressedFirst, options.timestamps(), LATEST_FIRST_STAMP);
        TokenSearch search = new TokenSearch(decoder, rules, room);
        int[] ids = prefix.stream().mapToInt(Integer::intValue).toArray();
        @Nullable WindowResult result = null;
        for (double temperature : options.temperatures()) {
            TokenSearch.Found found = temperature == 0 && options.beams() > 1
                    ? search.beams(states, ids, options.beams())
                    : search.independent(states, ids, temperature, temperature == 0 ? 1 : options.samples(), random);
            List<Integer> tokens = found.best().said();
            String text = tokenizer.decode(tokens).strip();
            double noSpeech = Math.exp(Probabilities.logs(found.prefixLogits()[start])[special.noSpeech()]);
            result = new WindowResult(
                    tokens, text, temperature, found.best().meanLogProbability(), compressionRatio(text), noSpeech);
            if (!result.needsFallback(options)) {
                return result;
            }
        }
        if (result == null) {
            throw new IllegalStateException("no temperature to try");
        }
        return result;
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

    /** Bytes of the text to bytes after zlib; 0 for an empty text. */
    static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[bytes.length + 64];
            int size = 0;
            while (!deflater.finished()) {
                size += deflater.deflate(buffer);
            }
            return (double) bytes.length / size;
        } finally {
            deflater.end();
        }
    }

    /** The heads that are known to follow the sound; where nobody says which, those of the upper half of the layers. */
    private static List<WhisperDecoder.Head> alignmentHeads(
            JsonNode generation, List<WhisperDecoder.Head> all, SpeechFiles files) {
        List<WhisperDecoder.Head> heads = new ArrayList<>();
        generation
                .path("alignment_heads")
                .forEach(pair -> heads.add(new WhisperDecoder.Head(
                        pair.path(0).asInt(), pair.path(1).asInt())));
        if (!all.containsAll(heads)) {
            throw files.broken("generation_config.json", "alignment_heads are not all heads of the decoder: " + heads);
        }
        return heads.isEmpty() ? all.subList(all.size() / 2, all.size()) : List.copyOf(heads);
    }

    private static List<Integer> list(String name, JsonNode generation, JsonNode config) {
        JsonNode list = generation.has(name) ? generation.path(name) : config.path(name);
        return SpeechFiles.integers(list);
    }

    private static void close(WhisperEncoder encoder, WhisperDecoder decoder) {
        try {
            encoder.close();
        } finally {
            decoder.close();
        }
    }
}
