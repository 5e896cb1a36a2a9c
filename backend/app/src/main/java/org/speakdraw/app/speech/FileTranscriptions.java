package org.speakdraw.app.speech;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.Transcript;
import org.speakdraw.inference.speech.Transcription;
import org.speakdraw.inference.speech.Whisper;

/** Writes down whole files, a few at a time; live speech has its turns between their windows. Thread-safe. */
@Singleton
public class FileTranscriptions {

    private final SpeechWorker worker;
    private final SpeechConfig config;
    private final AudioDecoder decoder = new AudioDecoder();
    private final Map<String, Integer> underway = new HashMap<>();
    private int all;

    @Inject
    FileTranscriptions(SpeechWorker worker, SpeechConfig config) {
        this.worker = worker;
        this.config = config;
    }

    @PreDestroy
    void close() {
        decoder.close();
    }

    /** Who waits for the text. Called by the worker; must not wait. Exactly one of {@code done} and {@code failed} comes. */
    interface Listener {

        /** Another 30 s are written down. */
        void progress(Transcript soFar);

        void done(Transcript transcript);

        void failed(SpeakDrawException reason);

        /** Whether nobody wants the rest any more. */
        boolean gone();
    }

    int maxBytes() {
        return config.maxFileBytes();
    }

    /**
     * Has a file written down.
     *
     * @param address of the caller; each may have a few files underway
     * @param file    its bytes, read when its turn comes
     * @throws RequestException {@code speech-busy}, {@code speech-unavailable}, {@code speech-invalid}
     */
    void submit(String address, Callable<byte[]> file, SpeechOptions options, Listener listener) {
        worker.require(options.language());
        admit(address);
        try {
            worker.submit(new Job(address, file, options, listener));
        } catch (RequestException e) {
            release(address);
            throw e;
        }
    }

    private synchronized void admit(String address) {
        int own = underway.getOrDefault(address, 0);
        if (all >= config.maxFiles() || own >= config.maxFilesPerAddress()) {
            throw new RequestException(
                    ApiError.SPEECH_BUSY, "Too many files are being written down; try again in a moment.");
        }
        underway.put(address, own + 1);
        all++;
    }

    private synchronized void release(String address) {
        underway.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        all--;
    }

    private final class Job implements SpeechJob {

        private final String address;
        private final Callable<byte[]> file;
        private final SpeechOptions options;
        private final Listener listener;
        private @Nullable Transcription transcription;

        Job(String address, Callable<byte[]> file, SpeechOptions options, Listener listener) {
            this.address = address;
            this.file = file;
            this.options = options;
            this.listener = listener;
        }

        @Override
        public Object speaker() {
            return address;
        }

        @Override
        public boolean step(Whisper whisper) {
            if (listener.gone()) {
                release(address);
                return false;
            }
            Transcription begun = transcription;
            if (begun == null) {
                begun = whisper.begin(decode(), options);
                transcription = begun;
            }
            boolean more = begun.step();
            Transcript soFar = begun.transcript();
            if (more) {
                listener.progress(soFar);
            } else {
                release(address);
                listener.done(soFar);
            }
            return more;
        }

        private AudioClip decode() {
            byte[] bytes;
            try {
                bytes = file.call();
            } catch (SpeakDrawException e) {
                throw e;
            } catch (Exception e) {
                throw new RequestException(ApiError.AUDIO_INVALID, "The file did not arrive whole.");
            }
            return decoder.decode(bytes, config.maxFileSeconds());
        }

        @Override
        public void failed(SpeakDrawException reason) {
            release(address);
            listener.failed(reason);
        }
    }
}
