package org.speakdraw.app.speech;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;
import org.speakdraw.inference.speech.Whisper;

/**
 * One client's live speech: one utterance at a time, partial texts while it comes in, a final text at its end. What comes
 * in is called by one thread at a time; results come from the worker's.
 */
public final class LiveSpeech {

    private static final long BETWEEN_PARTIALS = Duration.ofMillis(500).toNanos();
    private static final long BETWEEN_COMPLAINTS = Duration.ofSeconds(1).toNanos();
    /** Samples without which listening is of no use. */
    private static final int FIRST_PARTIAL = Utterance.SAMPLE_RATE * 6 / 10;

    private final SpeechWorker worker;
    private final SpeechConfig config;
    private final Listener listener;
    private @Nullable Utterance open;
    /** The number of an utterance that was ended because it was too long; its client may not know yet. */
    private long overlong = -1;

    private boolean partialUnderway;
    private long partialNanos = System.nanoTime();
    private long complainedNanos = System.nanoTime() - BETWEEN_COMPLAINTS;

    LiveSpeech(SpeechWorker worker, SpeechConfig config, Listener listener) {
        this.worker = worker;
        this.config = config;
        this.listener = listener;
    }

    /** The client at the other end. Neither method waits. */
    public interface Listener {

        /** Something was understood. */
        void understood(Understood text);

        /** The utterance ends; a final text follows only where it was too long. */
        void speechRefused(SpeakDrawException reason);
    }

    /**
     * A text.
     *
     * @param text       empty where nothing was said
     * @param complete   whether it is the utterance's last one
     * @param language   code; empty where nothing was said
     * @param tookMillis from asking for it to having it
     */
    public record Understood(long utterance, String text, boolean complete, String language, double tookMillis) {}

    /**
     * An utterance begins; one that is open is forgotten.
     *
     * @param language code; empty: to be detected
     * @throws RequestException {@code speech-unavailable}, {@code speech-invalid}, {@code speech-busy}
     */
    public synchronized void start(long utterance, String language, SpeechTask task) {
        close();
        worker.require(language);
        if (worker.full()) {
            throw new RequestException("speech-busy", "Too many people speak at once; please wait a moment.");
        }
        open = new Utterance(utterance, language, task, config.maxUtteranceSeconds());
        partialUnderway = false;
    }

    /**
     * Sound of the open utterance.
     *
     * @param offset where the samples begin in {@code message}
     * @throws RequestException {@code speech-invalid}, for stray sound at most once a second; {@code speech-busy}
     */
    public synchronized void sound(byte[] message, int offset) {
        Utterance utterance = open;
        if ((message.length - offset) % 2 != 0) {
            close();
            throw new RequestException("speech-invalid", "An odd number of bytes is no 16-bit sound.");
        }
        if (utterance == null) {
            complainAboutStraySound();
            return;
        }
        if (!utterance.add(message, offset)) {
            overlong = utterance.number();
            listener.speechRefused(new RequestException(
                    "speech-too-long", "An utterance has " + config.maxUtteranceSeconds() + " s at most."));
            finish(utterance);
        } else {
            considerPartial(utterance);
        }
    }

    private void complainAboutStraySound() {
        long now = System.nanoTime();
        if (overlong < 0 && now - complainedNanos > BETWEEN_COMPLAINTS) {
            complainedNanos = now;
            throw new RequestException("speech-invalid", "Sound outside an utterance; begin with speech-start.");
        }
    }

    /**
     * The utterance is complete.
     *
     * @throws RequestException {@code speech-invalid}, {@code speech-busy}
     */
    public synchronized void end(long utterance) {
        Utterance ended = open;
        if (ended != null && ended.number() == utterance) {
            finish(ended);
        } else if (overlong != utterance) {
            close();
            throw new RequestException("speech-invalid", "Utterance " + utterance + " is not open.");
        }
    }

    private void finish(Utterance ended) {
        close();
        worker.submit(new Job(ended, true));
    }

    /** The utterance is not wanted any more. */
    public synchronized void cancel(long utterance) {
        if (open != null && open.number() == utterance) {
            close();
        }
    }

    /** Nothing more is wanted. */
    public synchronized void close() {
        open = null;
        worker.dropPartial(this);
    }

    private void considerPartial(Utterance utterance) {
        long now = System.nanoTime();
        if (!partialUnderway && utterance.count() >= FIRST_PARTIAL && now - partialNanos >= BETWEEN_PARTIALS) {
            partialNanos = now;
            partialUnderway = worker.submitPartial(new Job(utterance, false));
        }
    }

    private synchronized void partial(Utterance utterance, Understood text) {
        partialUnderway = false;
        // Said under the lock, so that no partial text overtakes the final one.
        if (open == utterance && !text.text().isEmpty()) {
            listener.understood(text);
        }
    }

    private synchronized void partialFailed() {
        partialUnderway = false;
    }

    /** One utterance, written down as far as it has come when its turn is there. */
    private final class Job implements SpeechJob {

        private final Utterance utterance;
        private final boolean complete;
        private final long askedNanos = System.nanoTime();

        Job(Utterance utterance, boolean complete) {
            this.utterance = utterance;
            this.complete = complete;
        }

        @Override
        public Object speaker() {
            return LiveSpeech.this;
        }

        @Override
        public boolean step(Whisper whisper) {
            SpeechOptions options =
                    SpeechOptions.quick().withLanguage(utterance.language()).withTask(utterance.task());
            Transcript transcript = whisper.transcribe(utterance.clip(), options);
            Understood text = new Understood(
                    utterance.number(),
                    transcript.text(),
                    complete,
                    transcript.text().isEmpty() ? "" : transcript.language(),
                    Math.round((System.nanoTime() - askedNanos) / 1e5) / 10.0);
            if (complete) {
                listener.understood(text);
            } else {
                partial(utterance, text);
            }
            return false;
        }

        @Override
        public void failed(SpeakDrawException reason) {
            if (complete) {
                listener.speechRefused(reason);
            } else {
                partialFailed();
            }
        }
    }
}
