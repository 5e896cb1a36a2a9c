package org.speakdraw.app.speech;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;

/**
 * One client's live speech: one utterance at a time, partial texts while it comes in, a final text at its end. Called
 * by one thread at a time; results come on the worker's.
 */
public final class LiveSpeech {

    private static final long BETWEEN_PARTIALS = Duration.ofMillis(500).toNanos();
    private static final long BETWEEN_COMPLAINTS = Duration.ofSeconds(1).toNanos();
    /** Samples below which no text can be expected. */
    private static final int FIRST_PARTIAL = Utterance.SAMPLE_RATE * 6 / 10;
    /** Samples after the beginning of a pause from which on the speaker may have gone on. */
    private static final int LONGEST_PAUSE = Utterance.SAMPLE_RATE * 6 / 10;

    private final SpeechWorker worker;
    private final SpeechConfig config;
    private final String address;
    private final Listener listener;
    private final LongSupplier nanoTime;
    private @Nullable Utterance open;
    /** The text that is prepared since the speaker paused: final if the open utterance ends there. */
    private @Nullable LiveText prepared;
    /** The text of the open utterance so far that is being made. */
    private @Nullable LiveText partial;
    /** The number of an utterance that was ended because it was too long; its client may not know yet. */
    private long overlong = -1;

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
     * @param language   code; where the text is empty, of what was said in a language that nobody expects; empty where
     *     nothing was said
     * @param confidence 0..1, as {@link Transcript#confidence}
     * @param samples    of the utterance that it was made of
     * @param tookMillis from asking for it to having it
     */
    public record Understood(
            long utterance,
            String text,
            boolean complete,
            boolean finished,
            String language,
            double confidence,
            int samples,
            double tookMillis) {}

    /**
     * An utterance begins; one that is open is forgotten.
     *
     * @param language code; empty: to be detected
     * @param likely   code of what the speaker speaks most likely, for what is too short to tell; one that the model does
     *     not know counts as none
     * @param phrases  what is likely said in it where little is said; may be empty
     * @throws RequestException {@code speech-unavailable}, {@code speech-invalid}, {@code speech-busy}
     */
    public synchronized void start(long utterance, String language, String likely, String phrases, SpeechTask task) {
        overlong = -1;
        close();
        worker.require(language);
        if (worker.full(address)) {
            throw new RequestException(
                    ApiError.SPEECH_BUSY, "Too many people are speaking at once; please wait a moment.");
        }
        open = new Utterance(
                utterance, language, worker.knows(likely) ? likely : "", phrases, task, config.maxUtteranceSeconds());
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
            considerEnd(utterance);
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
     * Nothing is said for a moment, which is a breath or the end. What was said until then is transcribed at once,
     * unless somebody waits for a final text: if the utterance ends there, its text is ready. Once more of the silence
     * has come in, the client is told whether it sounds as if that was all.
     *
     * @param samples from the utterance's beginning to the pause; those after it are none of it, if it ends there
     */
    public synchronized void pause(long utterance, int samples) {
        Utterance paused = open;
        if (paused != null && paused.number() == utterance) {
            worker.dropPartial(this);
            partial = null;
            LiveText text = new LiveText(this, paused, OptionalInt.of(samples), false);
            prepared = worker.submitPrepared(text) ? text : null;
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
        LiveText ready = prepared;
        close();
        if (ready == null || !ready.becomesFinal(samples)) {
            LiveText last = new LiveText(this, ended, samples, true);
            last.takeOver(ready);
            worker.submit(last);
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
        partial = null;
        worker.dropPartial(this);
    }

    private void considerPartial(Utterance utterance) {
        long now = nanoTime.getAsLong();
        boolean pauses = prepared != null && prepared.silence() < LONGEST_PAUSE;
        boolean due = utterance.count() >= FIRST_PARTIAL && now - partialNanos >= BETWEEN_PARTIALS;
        if (due && !pauses && partial == null) {
            partialNanos = now;
            LiveText text = new LiveText(this, utterance, OptionalInt.empty(), false);
            partial = worker.submitPartial(text) ? text : null;
        }
    }

    /** More of a pause has come in: enough perhaps to judge it, or to take it for the end. */
    private void considerEnd(Utterance utterance) {
        LiveText text = prepared;
        if (text != null && text.isOf(utterance)) {
            text.considerEnd();
        }
    }

    /** Whether a text that is not final is still of use. Under the lock. */
    boolean wants(LiveText text) {
        return open != null && text.isOf(open) && (text == partial || text == prepared);
    }

    /** Whether an utterance is open, and its client may be told of it. Under the lock. */
    boolean isOpen(Utterance utterance) {
        return open == utterance;
    }

    /** Whether a text was prepared for the pause that the open utterance is in. Under the lock. */
    boolean isPrepared(LiveText text) {
        return text == prepared;
    }

    /** A text that is not final is done, and another one may be asked for. Under the lock. */
    void made(LiveText text) {
        partial = text == partial ? null : partial;
    }

    /** Nothing comes of a text that is not final. Under the lock. */
    void dropped(LiveText text) {
        made(text);
        prepared = text == prepared ? null : prepared;
    }

    SpeechWorker worker() {
        return worker;
    }

    SpeechConfig config() {
        return config;
    }

    String address() {
        return address;
    }

    Listener listener() {
        return listener;
    }

    long nanos() {
        return nanoTime.getAsLong();
    }
}
