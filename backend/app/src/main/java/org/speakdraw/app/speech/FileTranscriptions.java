package org.speakdraw.app.speech;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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

/** Transcribes whole files; live speech goes first between their windows of 30 s. Thread-safe. */
@Singleton
public class FileTranscriptions {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(4);

    private final SpeechWorker worker;
    private final SpeechConfig config;
    private final AudioDecoder decoder = new AudioDecoder();
    /** Files of each address that wait or are being transcribed. */
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

        /** Another 30 s are transcribed. */
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
     * Has a file transcribed.
     *
     * @param address of the caller; all addresses share the queue's places
     * @param file    reads its bytes when its turn comes
     * @throws RequestException {@code speech-busy}, {@code speech-unavailable}, {@code speech-invalid}
     */
    void submit(String address, Callable<byte[]> file, SpeechOptions options, Listener listener) {
        worker.require(options.language());
        admit(address);
        worker.submitFile(new Job(address, file, options, listener));
    }

    /**
     * A place for whoever holds fewer than are still free: one address alone gets half of the queue, and there is always room
     * for the next one (the dynamic threshold of Choudhury and Hahne, 1998).
     */
    private synchronized void admit(String address) {
        int own = underway.getOrDefault(address, 0);
        if (own >= config.maxFiles() - all) {
            throw RequestException.tooMany(
                    ApiError.SPEECH_BUSY, "Too many files are waiting; try again in a moment.", RETRY_AFTER);
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
        private long workNanos;
        private boolean ended;

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
                end();
                return false;
            }
            long start = System.nanoTime();
            Transcription begun = transcription;
            if (begun == null) {
                begun = whisper.begin(decode(), options);
                transcription = begun;
            }
            boolean more = begun.step();
            workNanos += System.nanoTime() - start;
            Transcript soFar = begun.transcript();
            if (more) {
                requireWithinBudget();
                listener.progress(soFar);
            } else if (end()) {
                listener.done(soFar);
            }
            return more;
        }

        private void requireWithinBudget() {
            if (TimeUnit.NANOSECONDS.toSeconds(workNanos) >= config.maxFileWorkSeconds()) {
                throw new RequestException(
                        ApiError.AUDIO_TOO_LONG,
                        "Transcribing the file took longer than " + config.maxFileWorkSeconds()
                                + " s, so it was stopped.");
            }
        }

        private AudioClip decode() {
            byte[] bytes;
            try {
                bytes = file.call();
            } catch (SpeakDrawException e) {
                throw e;
            } catch (Exception e) {
                throw new RequestException(ApiError.AUDIO_INVALID, "The file did not arrive completely.", e);
            }
            return decoder.decode(bytes, config.maxFileSeconds());
        }

        @Override
        public void failed(SpeakDrawException reason) {
            if (end()) {
                listener.failed(reason);
            }
        }

        /** Gives the place back, once. */
        private boolean end() {
            boolean first = !ended;
            if (first) {
                ended = true;
                release(address);
            }
            return first;
        }
    }
}
