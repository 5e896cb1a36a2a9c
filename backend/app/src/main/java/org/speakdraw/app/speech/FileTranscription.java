package org.speakdraw.app.speech;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.Interruption;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechRecogniser;
import org.speakdraw.inference.speech.Transcript;
import org.speakdraw.inference.speech.Transcription;

/** One file on its way to its text: decoded by one thread, then transcribed by another, one after the other. */
final class FileTranscription implements SpeechJob {

    private final String address;
    private final Callable<byte[]> file;
    private final SpeechOptions options;
    private final Listener listener;
    private final SpeechConfig config;
    private final Consumer<FileTranscription> whenEnded;
    private @Nullable AudioClip clip;
    private @Nullable Transcription transcription;
    private long workNanos;
    private boolean ended;

    /**
     * Who waits for the text. Called by one thread at a time; must not wait. One of {@code done} and {@code failed}
     * comes.
     */
    interface Listener {

        /** The text begins with this, whatever comes; each time with at least as much of it. */
        void progress(String certain);

        void done(Transcript transcript);

        void failed(SpeakDrawException reason);

        /** Whether nobody wants the rest any more; then nothing else comes. */
        boolean gone();
    }

    /**
     * @param file      reads its bytes
     * @param whenEnded told once, before the listener is
     */
    FileTranscription(
            String address,
            Callable<byte[]> file,
            SpeechOptions options,
            Listener listener,
            SpeechConfig config,
            Consumer<FileTranscription> whenEnded) {
        this.address = address;
        this.file = file;
        this.options = options.withExpectedLanguages(config.expectedLanguages());
        this.listener = listener;
        this.config = config;
        this.whenEnded = whenEnded;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Object speaker() {
        return address;
    }

    /**
     * Makes it ready for its steps.
     *
     * @return false when nobody wants it any more; then it has ended
     * @throws SpeakDrawException as {@link AudioDecoder#decode(byte[], int)}; {@code audio-invalid}
     */
    boolean decode(AudioDecoder decoder) {
        if (listener.gone()) {
            end();
            return false;
        }
        byte[] bytes;
        try {
            bytes = file.call();
        } catch (SpeakDrawException e) {
            throw e;
        } catch (Exception e) {
            throw new RequestException(ApiError.AUDIO_INVALID, "The file did not arrive completely.", e);
        }
        clip = decoder.decode(bytes, config.maxFileSeconds());
        return true;
    }

    @Override
    public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
        long start = System.nanoTime();
        try {
            Transcription begun = begun(recogniser);
            boolean more = begun.step(givingWay(control));
            workNanos += System.nanoTime() - start;
            if (more) {
                requireWithinBudget();
            } else if (end()) {
                listener.done(begun.transcript());
            }
            return more;
        } catch (CancellationException e) {
            end();
            return false;
        }
    }

    private Transcription begun(SpeechRecogniser recogniser) {
        Transcription begun = transcription;
        if (begun == null) {
            AudioClip decoded = clip;
            if (decoded == null) {
                throw new IllegalStateException("not decoded");
            }
            begun = recogniser.begin(decoded, options);
            transcription = begun;
            // As many megabytes as the samples that the transcription holds.
            clip = null;
        }
        return begun;
    }

    private DecodingControl givingWay(DecodingControl control) {
        return new DecodingControl() {
            @Override
            public void beforeRun() {
                if (listener.gone()) {
                    throw new CancellationException();
                }
                long asked = System.nanoTime();
                control.beforeRun();
                workNanos -= System.nanoTime() - asked;
            }

            @Override
            public void inVain(long nanos) {
                workNanos -= nanos;
            }

            @Override
            public void certain(String text) {
                listener.progress(text);
            }

            @Override
            public Interruption interruption() {
                return control.interruption();
            }
        };
    }

    private void requireWithinBudget() {
        if (TimeUnit.NANOSECONDS.toSeconds(workNanos) >= config.maxFileWorkSeconds()) {
            throw new RequestException(
                    ApiError.AUDIO_TOO_LONG,
                    "Transcribing the file took longer than " + config.maxFileWorkSeconds() + " s, so it was stopped.");
        }
    }

    @Override
    public void failed(SpeakDrawException reason) {
        if (end()) {
            listener.failed(reason);
        }
    }

    /** Ends it, once. */
    private boolean end() {
        boolean first = !ended;
        if (first) {
            ended = true;
            whenEnded.accept(this);
        }
        return first;
    }
}
