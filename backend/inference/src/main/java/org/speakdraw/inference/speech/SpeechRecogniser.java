package org.speakdraw.inference.speech;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;

/**
 * Speech to text with the networks in a folder: {@code encoder_model.onnx}, the decoder, tokenizer files,
 * {@code config.json}, which tells Whisper from Moonshine, and perhaps {@code generation_config.json}. Behaves like
 * openai/whisper's {@code transcribe}, but listens only where there is a voice, and says nothing rather than invent it.
 * One window at a time: other threads wait. The same sound and options give the same text.
 */
public final class SpeechRecogniser implements AutoCloseable {

    private final WindowModel model;
    private final VoiceNetworks voices;
    private final boolean owner;
    private boolean busy;

    private SpeechRecogniser(WindowModel model, VoiceNetworks voices, boolean owner) {
        this.model = model;
        this.voices = voices;
        this.owner = owner;
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
    public static SpeechRecogniser open(Path folder, OnnxDevice device) {
        WindowModel model = WindowModel.open(new SpeechFiles(folder), device);
        try {
            return new SpeechRecogniser(model, VoiceNetworks.open(), true);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    /**
     * The same networks with work memory of its own: transcribes while this one is in the middle of a window, on
     * another thread or from inside a {@link DecodingControl}. Costs no second copy of the weights. The caller closes
     * it before this one.
     */
    public SpeechRecogniser sibling() {
        return new SpeechRecogniser(model.sibling(), voices, false);
    }

    WindowModel model() {
        return model;
    }

    /** Codes of the languages it can be asked for; only {@code en} for an English-only model. */
    public Set<String> languages() {
        return model.languages();
    }

    /**
     * Writes down a clip of any length and sample rate.
     *
     * @throws InferenceException as {@link #begin}; {@code model-failed}
     */
    public Transcript transcribe(AudioClip clip, SpeechOptions options) {
        return transcribe(clip, options, DecodingControl.NONE);
    }

    /**
     * The same for those who may want to end it early.
     *
     * @param control asked before each run of a network
     */
    public Transcript transcribe(AudioClip clip, SpeechOptions options, DecodingControl control) {
        Transcription transcription = begin(clip, options);
        while (transcription.step(control)) {
            // Until nothing is left.
        }
        return transcription.transcript();
    }

    /**
     * Begins to write down a clip, a window of 30 s at a time, so that others may have their turn between.
     *
     * @throws InferenceException {@code audio-invalid} if the language is not known; {@code request-invalid} if words
     *     are wanted and the model cannot tell their times
     */
    public Transcription begin(AudioClip clip, SpeechOptions options) {
        if (!options.language().isEmpty() && !languages().contains(options.language())) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "language " + options.language() + " is not one of " + languages());
        }
        if (options.words() && !model.tellsWords()) {
            throw new InferenceException(
                    InferenceError.REQUEST_INVALID, "This speech model cannot tell when single words were said.");
        }
        return new Transcription(this, clip, options);
    }

    /**
     * How likely somebody who pauses at the end of {@code clip} has said all, 0..1.
     *
     * @param clip ends about a fifth of a second after the last sound
     * @throws InferenceException {@code model-failed}
     */
    public double finished(AudioClip clip) {
        return voices.turn()
                .finished(new SincResampler(LogMel.SAMPLE_RATE).resample(clip).samples());
    }

    /**
     * Whether nobody speaks any more.
     *
     * @param clip at 16 kHz
     * @param from sample from which on there is no voice
     * @throws InferenceException {@code model-failed}
     */
    public boolean isSilent(AudioClip clip, int from) {
        // The network needs a moment to know what it listens to.
        int first = Math.max(0, from - LogMel.SAMPLE_RATE) / SileroVad.FRAME * SileroVad.FRAME;
        float[] samples = clip.samples();
        float[] likelihoods = voices.presence()
                .likelihoods(
                        Arrays.copyOfRange(samples, Math.min(first, samples.length), samples.length),
                        DecodingControl.NONE);
        return IntStream.range((from - first) / SileroVad.FRAME, likelihoods.length)
                .allMatch(frame -> likelihoods[frame] < SpeechOptions.VOICE);
    }

    /** Where in 16 kHz {@code samples} somebody may speak. */
    VoicedSound voiced(float[] samples, double threshold, DecodingControl control) {
        float[] likelihoods = threshold > 0
                ? voices.presence().likelihoods(samples, control)
                : new float[(samples.length + SileroVad.FRAME - 1) / SileroVad.FRAME];
        return VoicedSound.of(samples, likelihoods, threshold);
    }

    /** @throws IllegalStateException from inside a {@link DecodingControl} of its own: that is what siblings are for */
    synchronized WindowModel.Window understand(
            WindowModel.Passage passage,
            SpeechOptions options,
            RandomGenerator random,
            DecodingControl control,
            Consumer<List<Integer>> decided) {
        if (busy) {
            throw new IllegalStateException("in the middle of a window; a sibling can be asked");
        }
        busy = true;
        try {
            return model.understand(passage, options, random, control, decided);
        } finally {
            busy = false;
        }
    }

    synchronized List<TimedWord> words(WindowModel.Window window, int columns) {
        return model.words(window, columns);
    }

    @Override
    public synchronized void close() {
        try {
            model.close();
        } finally {
            if (owner) {
                voices.close();
            }
        }
    }
}
