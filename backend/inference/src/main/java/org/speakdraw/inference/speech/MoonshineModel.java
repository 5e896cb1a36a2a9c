package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;
import org.speakdraw.inference.onnx.TensorInfo;
import org.speakdraw.inference.onnx.TensorValues;

/**
 * Moonshine (Jeffries et al., 2024): English, from the samples themselves, at a cost that grows with their number. Its
 * {@code encoder_model.onnx} takes {@code input_values} [1, samples], perhaps with an {@code attention_mask} of the same
 * shape, and gives [1, positions, width]. Greedy; it tells no times. Not thread-safe.
 */
final class MoonshineModel implements WindowModel {

    /** In {@code config.json}. */
    static final String KIND = "moonshine";

    private static final String SAMPLES = "input_values";
    /** Of graphs that take sounds of several lengths at once. */
    private static final String MASK = "attention_mask";

    private static final String LANGUAGE = "en";
    /** Its authors' bound against going round in circles, and a little for the shortest. */
    private static final double TOKENS_A_SECOND = 6.5;

    private static final int TOKENS_AT_LEAST = 8;
    /** Positions of the decoder where nobody says how many it was trained with. */
    private static final int MOST_POSITIONS = 194;
    /** Samples under which its convolutions have nothing to give. */
    private static final int FEWEST_SAMPLES = LogMel.SAMPLE_RATE / 10;

    private final PieceVocabulary vocabulary;
    private final int start;
    private final int end;
    private final int positions;
    private final OnnxModel encoder;
    private final Map<String, TensorBuffer> heard;
    private final TensorInfo hidden;
    private final TextDecoder decoder;
    private final boolean owner;

    private MoonshineModel(PieceVocabulary vocabulary, JsonNode config, OnnxModel encoder, TextDecoder decoder) {
        this.vocabulary = vocabulary;
        this.start = config.path("decoder_start_token_id").asInt(1);
        this.end = config.path("eos_token_id").asInt(2);
        this.encoder = encoder;
        this.positions = config.path("max_position_embeddings").asInt(MOST_POSITIONS);
        this.heard = buffers(encoder);
        this.hidden = encoder.outputs().get(0);
        this.decoder = decoder;
        this.owner = true;
    }

    private MoonshineModel(MoonshineModel other) {
        vocabulary = other.vocabulary;
        start = other.start;
        end = other.end;
        encoder = other.encoder;
        positions = other.positions;
        heard = buffers(encoder);
        hidden = other.hidden;
        decoder = other.decoder.sibling();
        owner = false;
    }

    /**
     * Loads the networks in a {@code speech} folder.
     *
     * @throws InferenceException {@code bundle-invalid}
     */
    static MoonshineModel open(SpeechFiles files, OnnxDevice device) {
        PieceVocabulary vocabulary = PieceVocabulary.open(files);
        OnnxModel encoder = OnnxModel.open(files.file("encoder_model.onnx"), device);
        try {
            List<TensorInfo> inputs = encoder.inputs();
            Set<String> names = inputs.stream().map(TensorInfo::name).collect(Collectors.toSet());
            if (!names.contains(SAMPLES)
                    || !Set.of(SAMPLES, MASK).containsAll(names)
                    || inputs.stream().anyMatch(input -> input.rank() != 2)) {
                throw files.broken("encoder_model.onnx", "its inputs are " + inputs);
            }
            TextDecoder decoder = TextDecoder.open(files, device);
            try {
                if (decoder.vocabulary() < vocabulary.size()) {
                    throw files.broken(
                            "decoder_model_merged.onnx",
                            "it has " + decoder.vocabulary() + " tokens, tokenizer.json " + vocabulary.size());
                }
                MoonshineModel model =
                        new MoonshineModel(vocabulary, files.optionalJson("config.json"), encoder, decoder);
                model.requireTokens(files);
                return model;
            } catch (Throwable e) {
                decoder.close();
                throw e;
            }
        } catch (Throwable e) {
            encoder.close();
            throw e;
        }
    }

    private static Map<String, TensorBuffer> buffers(OnnxModel encoder) {
        return encoder.inputs().stream().collect(Collectors.toMap(TensorInfo::name, TensorBuffer::new));
    }

    /** Which the configuration may say wrongly, and the decoder would fail on in the middle of a sentence. */
    private void requireTokens(SpeechFiles files) {
        if (start < 0 || start >= decoder.vocabulary()) {
            throw files.broken("config.json", "decoder_start_token_id is " + start);
        }
        if (end < 0 || end >= decoder.vocabulary()) {
            throw files.broken("config.json", "eos_token_id is " + end);
        }
        if (positions < 2) {
            throw files.broken("config.json", "max_position_embeddings is " + positions);
        }
    }

    @Override
    public WindowModel sibling() {
        return new MoonshineModel(this);
    }

    @Override
    public Set<String> languages() {
        return Set.of(LANGUAGE);
    }

    @Override
    public boolean tellsWords() {
        return false;
    }

    /** It was not trained to go on with a text. */
    @Override
    public List<Integer> encode(String text) {
        return List.of();
    }

    @Override
    public String decode(List<Integer> tokens) {
        return vocabulary.decode(tokens);
    }

    @Override
    public boolean isText(int token) {
        return true;
    }

    @Override
    public Window understand(
            Passage passage,
            SpeechOptions options,
            RandomGenerator random,
            DecodingControl control,
            Consumer<List<Integer>> decided) {
        int needed = TOKENS_AT_LEAST + (int) (TOKENS_A_SECOND * passage.columns() / 100);
        int room = Math.min(Math.min(options.maxTokens(), positions - 1), needed);
        WindowBudget budget = new WindowBudget(options.withMaxTokens(room), control);
        float[] states = encode(passage.samples(), budget);
        budget.beforeRun();
        float[] logits = decoder.start(states, new int[] {start})[0];
        // It has no token for silence: what it hears no words in ends before it begins.
        double noSpeech = Probabilities.of(logits, end);
        List<Integer> tokens = new ArrayList<>();
        List<Double> logs = new ArrayList<>();
        int token = Probabilities.largest(logits, 0, logits.length);
        logs.add(logits[token] - Probabilities.logSum(logits, 0, logits.length));
        while (token != end && tokens.size() < room && budget.beforeStep(1)) {
            tokens.add(token);
            logits = decoder.step(new int[] {0}, new int[] {token})[0];
            token = Probabilities.largest(logits, 0, logits.length);
            logs.add(logits[token] - Probabilities.logSum(logits, 0, logits.length));
        }
        String text = vocabulary.decode(tokens).strip();
        double mean = logs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        WindowResult result = new WindowResult(
                tokens, logs.subList(0, tokens.size()), text, 0, mean, WindowResult.compressionRatio(text), noSpeech);
        return new Window(result, LANGUAGE, states);
    }

    /** May be broken off for a while. */
    private float[] encode(float[] sound, WindowBudget budget) {
        float[] samples = Arrays.copyOf(sound, Math.max(FEWEST_SAMPLES, sound.length));
        heard.forEach((name, buffer) -> {
            buffer.shape(1, samples.length);
            if (name.equals(SAMPLES)) {
                buffer.write(0, samples);
            } else {
                buffer.fill(1);
            }
        });
        List<TensorValues> states = new ArrayList<>();
        budget.interruptibly(interruption -> {
            encoder.run(heard.values(), hidden, interruption).ifPresent(states::add);
            return !states.isEmpty();
        });
        return states.get(0).values();
    }

    /** One; there are no times to cut at. */
    @Override
    public Segmentation segments(Window window, int columns) {
        double seconds = columns * (double) LogMel.HOP / LogMel.SAMPLE_RATE;
        return new Segmentation(
                List.of(new Segmentation.Part(0, seconds, window.result().tokens())), columns);
    }

    @Override
    public List<TimedWord> words(Window window, int columns) {
        throw new InferenceException(
                InferenceError.REQUEST_INVALID, "This speech model cannot tell when single words were said.");
    }

    @Override
    public void close() {
        try {
            decoder.close();
        } finally {
            if (owner) {
                encoder.close();
            }
        }
    }
}
