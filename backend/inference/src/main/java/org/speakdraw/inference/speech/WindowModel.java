package org.speakdraw.inference.speech;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The networks that understand one window of 30 s at a time, whatever their kind. Not thread-safe. */
interface WindowModel extends AutoCloseable {

    /**
     * What to listen to.
     *
     * @param samples  at 16 kHz, 30 s at most
     * @param columns  hundredths of a second that hold sound, 1..3000
     * @param voiced   seconds of it that hold a voice
     * @param language code; empty: to be detected
     * @param said     tokens of the text before
     * @param expected tokens of what is likely said in the language that is likely spoken
     */
    record Passage(
            float[] samples, int columns, double voiced, String language, List<Integer> said, List<Integer> expected) {

        /** Tokens to begin with where nothing is known of the language, or all. */
        List<Integer> before() {
            return said.isEmpty() ? expected : said;
        }

        /** Whether what is likely said stands before it. */
        boolean isPhraseExpected() {
            return said.isEmpty() && !expected.isEmpty();
        }

        /** The same where nothing is likelier than anything else. */
        Passage expectingNothing() {
            return new Passage(samples, columns, voiced, language, said, List.of());
        }
    }

    /** What a window was understood as, in which language, and what the encoder made of it: [positions, width]. */
    record Window(WindowResult result, String language, float[] states) {

        /** The same, understood otherwise. */
        Window with(WindowResult other) {
            return new Window(other, language, states);
        }
    }

    /**
     * Loads the networks in a {@code speech} folder, whose {@code config.json} names their kind: Whisper where it names none.
     *
     * @throws InferenceException {@code bundle-invalid}
     */
    static WindowModel open(SpeechFiles files, OnnxDevice device) {
        String kind = files.optionalJson("config.json").path("model_type").asText(WhisperModel.KIND);
        return switch (kind) {
            case WhisperModel.KIND -> WhisperModel.open(files, WhisperTokenizer.open(files.folder()), device);
            case MoonshineModel.KIND -> MoonshineModel.open(files, device);
            default ->
                throw files.broken(
                        "config.json", "model_type is neither " + WhisperModel.KIND + " nor " + MoonshineModel.KIND);
        };
    }

    /** Another one on the same networks, with work memory of its own; this one closes them. */
    WindowModel sibling();

    /** Codes of the languages that it understands. */
    Set<String> languages();

    /** Whether {@link #words} can be asked for. */
    boolean tellsWords();

    /** Tokens of a text that came before; none where that is of no use to the networks. */
    List<Integer> encode(String text);

    /** The text of the tokens that are text. */
    String decode(List<Integer> tokens);

    /** Whether a token stands for text, and not for a time or the like. */
    boolean isText(int token);

    /**
     * Listens to one window.
     *
     * @param random  the same numbers give the same text
     * @param control asked before each run of a network
     * @param decided told the tokens of each segment, with their timestamps, that is in the result whatever follows it;
     *     of a model that knows no such thing never
     * @throws InferenceException {@code model-failed}
     */
    Window understand(
            Passage passage,
            SpeechOptions options,
            RandomGenerator random,
            DecodingControl control,
            Consumer<List<Integer>> decided);

    /**
     * The segments of a window.
     *
     * @param columns hundredths of a second of the window that hold sound
     */
    Segmentation segments(Window window, int columns);

    /**
     * The words of a window with their times in seconds from its beginning, and where among its tokens of text they
     * are.
     *
     * @param columns hundredths of a second of the window that hold sound
     */
    List<TimedWord> words(Window window, int columns);

    @Override
    void close();
}
