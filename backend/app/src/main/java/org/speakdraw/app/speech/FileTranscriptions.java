package org.speakdraw.app.speech;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.NamedThreads;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.speech.SpeechOptions;

/**
 * Transcribes whole files. They are decoded one at a time beside the speech worker, so that nobody who speaks waits for
 * that; in the worker live speech comes in between. Thread-safe.
 */
@Singleton
public class FileTranscriptions {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(4);

    private final SpeechWorker worker;
    private final SpeechConfig config;
    private final FileTurns<FileTranscription> turns;
    private final AudioDecoder decoder = new AudioDecoder();
    private final ExecutorService decoding;

    @Inject
    FileTranscriptions(SpeechWorker worker, SpeechConfig config, ThreadFactory threads) {
        this.worker = worker;
        this.config = config;
        this.turns = new FileTurns<>(config.maxFiles());
        this.decoding = Executors.newSingleThreadExecutor(new NamedThreads(threads, "speakdraw-sound"));
    }

    @PreDestroy
    void close() {
        RequestException refusal = new RequestException(ApiError.SPEECH_UNAVAILABLE, "The server is going down.");
        turns.drain().forEach(job -> job.end(refusal));
        decoding.shutdown();
        // Waits for the file that is being decoded, which takes seconds at most.
        decoder.close();
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
    void submit(String address, Callable<byte[]> file, SpeechOptions options, FileTranscription.Listener listener) {
        worker.require(options.language());
        if (!turns.add(new FileTranscription(address, file, options, listener, config, this::ended))) {
            throw RequestException.tooMany(
                    ApiError.SPEECH_BUSY, "Too many files are waiting; try again in a moment.", RETRY_AFTER);
        }
        considerNext();
    }

    private void ended(FileTranscription job) {
        turns.ended(job);
        considerNext();
    }

    private void considerNext() {
        try {
            decoding.execute(this::decodeNext);
        } catch (RejectedExecutionException e) {
            // The server is going down.
            turns.drain()
                    .forEach(job ->
                            job.end(new RequestException(ApiError.SPEECH_UNAVAILABLE, "The server is going down.", e)));
        }
    }

    private void decodeNext() {
        turns.begin().ifPresent(job -> {
            try {
                worker.requireNotGivenUp();
                if (job.decode(decoder)) {
                    worker.submitFile(job);
                }
            } catch (Throwable e) {
                // An Error, too, ends the file and nothing else.
                job.end(e);
            }
        });
    }
}
