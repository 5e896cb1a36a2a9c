package org.speakdraw.app.speech;

import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.Interruption;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechRecogniser;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;

/**
 * One text of live speech: of as much of an utterance as there is when its turn comes, or of so many samples. A text that
 * is prepared in a pause is also judged, whether it sounds as if all was said. What it holds is guarded by its
 * {@link LiveSpeech}.
 */
final class LiveText implements SpeechJob {

    private final LiveSpeech speech;
    private final Utterance utterance;
    private final OptionalInt samples;
    private boolean complete;
    private long askedNanos;
    private final EndOfTurn end = new EndOfTurn();
    private boolean begun;
    private int heard;
    private @Nullable Transcript transcript;
    /** Made of a little less of the utterance: has the text if nothing was said after that. */
    private @Nullable LiveText shorter;
    /** Whether another one has it as {@link #shorter}. */
    private boolean kept;

    LiveText(LiveSpeech speech, Utterance utterance, OptionalInt samples, boolean complete) {
        this.speech = speech;
        this.utterance = utterance;
        this.askedNanos = speech.nanos();
        this.samples = samples;
        this.complete = complete;
    }

    @Override
    public String address() {
        return speech.address();
    }

    @Override
    public Object speaker() {
        return speech;
    }

    @Override
    public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
        try {
            if (begin() && !saidNothingMore(recogniser)) {
                SpeechOptions options = SpeechOptions.quick()
                        .withLanguage(utterance.language())
                        .withLikelyLanguage(utterance.likely())
                        .withPhrases(isPartial() ? "" : utterance.phrases())
                        .withExpectedLanguages(speech.config().expectedLanguages())
                        // Who has it translated may well speak another one.
                        .withOnlyExpected(utterance.task() == SpeechTask.TRANSCRIBE)
                        .withTask(utterance.task());
                AudioClip clip = utterance.clip(samples);
                Transcript text = recogniser.transcribe(clip, options, whileWanted(control));
                understood(text, clip.samples().length);
            }
            if (mayBeTheEnd()) {
                int judged = samples.orElse(0) + EndOfTurn.JUDGED_AFTER;
                judged(recogniser.finished(utterance.clip(OptionalInt.of(judged))));
            }
        } catch (CancellationException e) {
            dropped();
        }
        return false;
    }

    private DecodingControl whileWanted(DecodingControl control) {
        return new DecodingControl() {
            @Override
            public void beforeRun() {
                control.beforeRun();
                requireWanted();
            }

            @Override
            public Interruption interruption() {
                return control.interruption();
            }
        };
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
            askedNanos = speech.nanos();
            if (transcript != null) {
                tell(transcript, false);
            }
        }
        return can;
    }

    /** Has this one's text from another one that is under way or done, in case it is the same. */
    void takeOver(@Nullable LiveText prepared) {
        if (prepared != null
                && prepared.begun
                && prepared.utterance == utterance
                && prepared.samples.orElse(0) < samples.orElse(Integer.MAX_VALUE)) {
            prepared.kept = true;
            shorter = prepared;
        }
    }

    /** Whether the text was there already. */
    private boolean saidNothingMore(SpeechRecogniser recogniser) {
        LiveText before = shorter;
        if (before == null) {
            return false;
        }
        Transcript text;
        synchronized (speech) {
            text = before.transcript;
        }
        AudioClip clip = utterance.clip(samples);
        if (text == null || !recogniser.isSilent(clip, before.samples.orElse(0))) {
            return false;
        }
        understood(text, clip.samples().length);
        return true;
    }

    /** Whether the speaker goes on: what is short then is the beginning of something long. */
    private boolean isPartial() {
        synchronized (speech) {
            return samples.isEmpty() && !complete;
        }
    }

    boolean isOf(Utterance other) {
        return utterance == other;
    }

    /** Samples that have come since the speaker paused. */
    int silence() {
        return utterance.count() - samples.orElse(0);
    }

    /** Whether it has a text to make that somebody still wants. */
    private boolean begin() {
        synchronized (speech) {
            boolean first = transcript == null && isWanted();
            begun |= first;
            return first;
        }
    }

    private boolean isWanted() {
        return complete || kept || speech.wants(this);
    }

    /** @throws CancellationException if something else is wanted by now, such as a text after a pause */
    private void requireWanted() {
        synchronized (speech) {
            if (!isWanted()) {
                throw new CancellationException();
            }
        }
    }

    /** Whether the speaker paused after saying something, for long enough to tell whether that was all. */
    private boolean mayBeTheEnd() {
        synchronized (speech) {
            return speech.isPrepared(this) && end.canBeJudged(silence()) && saysSomething();
        }
    }

    private boolean saysSomething() {
        return transcript != null && !transcript.text().isEmpty();
    }

    private void understood(Transcript text, int count) {
        // Told under the lock, so that no partial text overtakes the final one.
        synchronized (speech) {
            transcript = text;
            heard = count;
            speech.made(this);
            if (complete || (speech.isOpen(utterance) && !text.text().isEmpty())) {
                tell(text, false);
            }
        }
    }

    private void judged(double finished) {
        synchronized (speech) {
            end.judged(finished, transcript == null ? 0 : transcript.confidence());
            if (speech.isPrepared(this)) {
                considerEnd();
            }
        }
    }

    /** Asks for a judgement when it can be had, and tells that all was said when it must have been. */
    void considerEnd() {
        if (transcript != null && saysSomething()) {
            if (end.isReached(silence())) {
                tell(transcript, true);
            } else if (end.mustBeAskedFor(silence())) {
                end.asked(speech.worker().submitPrepared(this));
            }
        }
    }

    private void tell(Transcript understood, boolean finished) {
        speech.listener()
                .understood(new LiveSpeech.Understood(
                        utterance.number(),
                        understood.text(),
                        complete,
                        finished,
                        understood.text().isEmpty() ? understood.foreign() : understood.language(),
                        Math.round(understood.confidence() * 1e3) / 1e3,
                        heard,
                        Math.round((speech.nanos() - askedNanos) / 1e5) / 10.0));
    }

    @Override
    public void failed(SpeakDrawException reason) {
        synchronized (speech) {
            if (complete) {
                speech.listener().speechRefused(reason);
            } else {
                dropped();
            }
        }
    }

    private void dropped() {
        synchronized (speech) {
            speech.dropped(this);
        }
    }
}
