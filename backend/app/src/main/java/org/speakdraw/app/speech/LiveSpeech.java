package org.speakdraw.app.speech;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;
import org.speakdraw.inference.speech.Whisper;

/**
 * One client's live speech: one utterance at a time, partial texts while it comes in, a final text at its end. Called
 * by one thread at a time; results come on the worker's.
 */
public final class LiveSpeech {

    private static final long BETWEEN_PARTIALS = Duration.ofMillis(500).toNanos();
    private static final long BETWEEN_COMPLAINTS = Duration.ofSeconds(1).toNanos();
    /** Samples below which no text can be expected. */
    private static final int FIRST_PARTIAL = Utterance.SAMPLE_RATE * 6 / 10;
    /** Likelihood from which on somebody who pauses counts as having said all. */
    private static final double FINISHED = 0.5;
    /** Samples after a pause from which on the speaker must have gone on. */
    private static final int LONGEST_PAUSE = Utterance.SAMPLE_RATE;

    private final SpeechWorker worker;
    private final SpeechConfig config;
    private final String address;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private @Nullable Utterance open;
    /** The text that is prepared since the speaker paused: final if the open utterance ends there. */
    private @Nullable Job prepared;
    /** The number of an utterance that was ended because it was too long; its client may not know yet. */
    private long overlong = -1;

    private boolean partialUnderway;
    private long partialNanos;
    private long complainedNanos;

    /**
     * @param address  of the client; all addresses share the worker
     * @param nanoTime a monotonic clock
     */
    LiveSpeech(SpeechWorker worker, SpeechConfig config, String address, Listener listener, LongSupplier nanoTime) {
        this.worker = worker;
        this.config = config;
        this.address = address;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.partialNanos = nanoTime.getAsLong();
        this.complainedNanos = partialNanos - BETWEEN_COMPLAINTS;
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
     * @param finished   whether the speaker, who pauses, sounds as if all was said; never of a text that is complete
     * @param language   code; empty where nothing was said
     * @param tookMillis from asking for it to having it
     */
    public record Understood(
            long utterance, String text, boolean complete, boolean finished, String language, double tookMillis) {}

    /**
     * An utterance begins; one that is open is forgotten.
     *
     * @param language code; empty: to be detected
     * @throws RequestException {@code speech-unavailable}, {@code speech-invalid}, {@code speech-busy}
     */
    public synchronized void start(long utterance, String language, SpeechTask task) {
        overlong = -1;
        close();
        worker.require(language);
        if (worker.full(address)) {
            throw new RequestException(
                    ApiError.SPEECH_BUSY, "Too many people are speaking at once; please wait a moment.");
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
            throw new RequestException(ApiError.SPEECH_INVALID, "16-bit samples take an even number of bytes.");
        }
        if (utterance == null) {
            complainAboutStraySound();
            return;
        }
        if (!utterance.add(message, offset)) {
            overlong = utterance.number();
            listener.speechRefused(new RequestException(
                    ApiError.SPEECH_TOO_LONG, "An utterance may last " + config.maxUtteranceSeconds() + " s at most."));
            finish(utterance, OptionalInt.empty());
        } else {
            considerPartial(utterance);
        }
    }

    private void complainAboutStraySound() {
        long now = nanoTime.getAsLong();
        if (overlong < 0 && now - complainedNanos >= BETWEEN_COMPLAINTS) {
            complainedNanos = now;
            throw new RequestException(
                    ApiError.SPEECH_INVALID, "Sound came outside an utterance; send speech-start first.");
        }
    }

    /**
     * Nothing is said for a moment. What was said until then is transcribed at once, unless somebody waits for
     * a final text: if the utterance ends there, its text is ready; and whether it sounds as if it did is told with it.
     *
     * @param samples from the utterance's beginning to the pause; those after it are none of it, if it ends there
     */
    public synchronized void pause(long utterance, int samples) {
        Utterance paused = open;
        if (paused != null && paused.number() == utterance) {
            worker.dropPartial(this);
            partialUnderway = false;
            Job job = new Job(paused, OptionalInt.of(samples), false);
            prepared = worker.submitPrepared(job) ? job : null;
        }
    }

    /**
     * The utterance is complete.
     *
     * @param samples of it that count, from its beginning; empty: all
     * @throws RequestException {@code speech-invalid}, {@code speech-busy}
     */
    public synchronized void end(long utterance, OptionalInt samples) {
        Utterance ended = open;
        if (ended != null && ended.number() == utterance) {
            finish(ended, samples);
        } else if (overlong != utterance) {
            close();
            throw new RequestException(ApiError.SPEECH_INVALID, "Utterance " + utterance + " is not open.");
        }
    }

    private void finish(Utterance ended, OptionalInt samples) {
        Job ready = prepared;
        close();
        if (ready == null || !ready.becomesFinal(samples)) {
            worker.submit(new Job(ended, samples, true));
        }
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
        prepared = null;
        worker.dropPartial(this);
    }

    private void considerPartial(Utterance utterance) {
        long now = nanoTime.getAsLong();
        boolean pauses = prepared != null && utterance.count() - prepared.samples.orElse(0) < LONGEST_PAUSE;
        boolean due = utterance.count() >= FIRST_PARTIAL && now - partialNanos >= BETWEEN_PARTIALS;
        if (due && !pauses && !partialUnderway) {
            partialNanos = now;
            partialUnderway = worker.submitPartial(new Job(utterance, OptionalInt.empty(), false));
        }
    }

    /** Transcribes one utterance: as much of it as there is when the job's turn comes, or up to a number of samples. */
    private final class Job implements SpeechJob {

        private final Utterance utterance;
        private final OptionalInt samples;
        private boolean complete;
        private long askedNanos = nanoTime.getAsLong();
        private boolean begun;
        private @Nullable Transcript transcript;

        Job(Utterance utterance, OptionalInt samples, boolean complete) {
            this.utterance = utterance;
            this.samples = samples;
            this.complete = complete;
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public Object speaker() {
            return LiveSpeech.this;
        }

        @Override
        public boolean step(Whisper whisper, DecodingControl control) {
            if (begin()) {
                SpeechOptions options = SpeechOptions.quick()
                        .withLanguage(utterance.language())
                        .withExpectedLanguages(config.expectedLanguages())
                        .withTask(utterance.task());
                AudioClip clip = utterance.clip(samples);
                Transcript understood = whisper.transcribe(clip, options);
                end(understood, mayBeTheEnd(understood) && whisper.finished(clip) >= FINISHED);
            }
            return false;
        }

        /**
         * Makes this the job whose text is the utterance's last one, if it can be.
         *
         * @param wanted samples of the utterance that count
         * @return false when another job must do it
         */
        boolean becomesFinal(OptionalInt wanted) {
            boolean can = begun && samples.equals(wanted);
            if (can) {
                complete = true;
                askedNanos = nanoTime.getAsLong();
                if (transcript != null) {
                    tell(transcript, false);
                }
            }
            return can;
        }

        /** Whether somebody still wants it. */
        private boolean begin() {
            synchronized (LiveSpeech.this) {
                begun = complete || (open == utterance && (samples.isEmpty() || this == prepared));
                return begun;
            }
        }

        /** Whether the speaker paused after saying something, and whether that was all is not known yet. */
        private boolean mayBeTheEnd(Transcript understood) {
            synchronized (LiveSpeech.this) {
                return samples.isPresent() && !complete && !understood.text().isEmpty();
            }
        }

        private void end(Transcript understood, boolean finished) {
            // Told under the lock, so that no partial text overtakes the final one.
            synchronized (LiveSpeech.this) {
                transcript = understood;
                partialUnderway &= samples.isPresent();
                if (complete || (open == utterance && !understood.text().isEmpty())) {
                    tell(understood, finished && !complete);
                }
            }
        }

        private void tell(Transcript understood, boolean finished) {
            listener.understood(new Understood(
                    utterance.number(),
                    understood.text(),
                    complete,
                    finished,
                    understood.text().isEmpty() ? "" : understood.language(),
                    Math.round((nanoTime.getAsLong() - askedNanos) / 1e5) / 10.0));
        }

        @Override
        public void failed(SpeakDrawException reason) {
            synchronized (LiveSpeech.this) {
                if (complete) {
                    listener.speechRefused(reason);
                } else {
                    partialUnderway &= samples.isPresent();
                    prepared = this == prepared ? null : prepared;
                }
            }
        }
    }
}
