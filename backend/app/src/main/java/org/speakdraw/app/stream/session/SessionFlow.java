package org.speakdraw.app.stream.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.PictureGuard;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.frames.Decoded;
import org.speakdraw.app.stream.frames.FrameDecoder;
import org.speakdraw.app.stream.frames.FrameIntake;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.frames.PictureDelivery;
import org.speakdraw.app.stream.frames.PictureEncoder;
import org.speakdraw.app.stream.frames.SessionCounters;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.person.MattingLine;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.imaging.DecodeSize;
import org.speakdraw.inference.imaging.PictureCodec;

/**
 * The way of one session's frames: in by credit, or by a clock of its own while it paints from the prompt only; through
 * the engine while there is room for what comes out; and out to whoever looks. Thread-safe.
 */
final class SessionFlow
        implements Attendance.Listener,
                FrameIntake.Listener,
                MattingLine.Listener,
                SessionTurn.Listener,
                PictureGuard.Listener {

    private static final long BETWEEN_COMPLAINTS = TimeUnit.SECONDS.toNanos(1);

    private final StreamLimits limits;
    private final FrameStages stages;
    private final PictureGuard guard;
    private final Attendance attendance;
    private final Activity activity;
    private final FrameDecoder decoder;
    private final PictureCodec pictures;
    private final SessionCounters counters = new SessionCounters();
    private final OutputFeed viewers;
    private final PictureDelivery delivery;
    private final MattingLine mattes;
    private final FrameIntake intake;
    private final SessionTurn turn;
    private final PromptOnlyFrames promptOnly;
    private volatile boolean personPresent = true;
    private volatile long complainedNanos = System.nanoTime() - BETWEEN_COMPLAINTS;
    private final AtomicReference<@Nullable DisconnectReason> ended = new AtomicReference<>();

    /**
     * A way without anybody at its ends.
     *
     * @param model   paints the session
     * @param decoder the session's own
     * @param guard   the session's own
     * @param workers run decoder, encoder and mattes
     */
    SessionFlow(
            SettingsInForce settings,
            Model model,
            FrameDecoder decoder,
            PictureEncoder encoder,
            FrameStages stages,
            PictureGuard guard,
            StreamLimits limits,
            Executor workers,
            ScheduledExecutorService scheduler,
            LongSupplier nanoTime) {
        this.limits = limits;
        this.decoder = decoder;
        this.pictures = new PictureCodec(limits.jpeg());
        this.attendance = new Attendance(this, nanoTime);
        this.activity = new Activity(counters, nanoTime);
        this.stages = stages;
        this.guard = guard;
        this.viewers = new OutputFeed(limits.maxViewers());
        this.delivery =
                new PictureDelivery(encoder, stages, workers, List.of(attendance, viewers), this::frameRefused, guard);
        this.mattes = new MattingLine(workers, this);
        this.intake = new FrameIntake(decoder::decode, workers, this);
        this.turn = new SessionTurn(settings, model, intake, mattes, delivery, counters, workers, this);
        this.promptOnly = new PromptOnlyFrames(settings, intake, scheduler);
        guard.tell(this);
    }

    /** Who is at the session's end of it. */
    Attendance attendance() {
        return attendance;
    }

    /** Whoever watches beside the client. */
    OutputFeed viewers() {
        return viewers;
    }

    PictureDelivery delivery() {
        return delivery;
    }

    SessionTurn turn() {
        return turn;
    }

    SessionCounters counters() {
        return counters;
    }

    /** Whether somebody is in the picture, as far as {@code human} mode has looked. */
    boolean personPresent() {
        return personPresent;
    }

    @Override
    public void came() {
        intake.open(0);
    }

    @Override
    public void letIn(SessionPeer client) {
        intake.open(limits.initialCredit());
        client.credit(limits.initialCredit());
        paintFromPrompt();
    }

    /** Takes a frame from the client; never waits. */
    void offer(InputFrame frame) {
        if (ended()) {
            return;
        }
        if (intake.offer(frame)) {
            counters.received();
        } else {
            counters.refused();
            complainAboutCredit();
        }
    }

    private void complainAboutCredit() {
        long now = System.nanoTime();
        if (now - complainedNanos > BETWEEN_COMPLAINTS) {
            complainedNanos = now;
            frameRefused(new RequestException(
                    ApiError.CREDIT_EXCEEDED, "Frames without credit are dropped; wait for credit messages."));
        }
    }

    @Override
    public void frameReady() {
        if (delivery.hasRoom() && mattes.hasRoom()) {
            turn.turns().ask(turn);
        }
    }

    @Override
    public void frameReplaced() {
        counters.dropped();
        stages.dropped();
    }

    @Override
    public void frameSkipped(InputFrame frame, Decoded.Reason reason) {
        if (reason == Decoded.Reason.CROWDED) {
            frameReplaced();
        } else if (!frame.isEmpty()) {
            counters.skipped();
        }
    }

    @Override
    public void frameRefused(SpeakDrawException reason) {
        attendance.peer().refused(Problem.of(reason));
    }

    @Override
    public void creditReturned(int frames) {
        attendance.peer().credit(frames);
    }

    @Override
    public void person(boolean present) {
        if (personPresent != present) {
            personPresent = present;
            attendance.peer().person(present);
        }
    }

    @Override
    public void matteDone() {
        roomForPicture();
    }

    @Override
    public void covered(boolean on) {
        delivery.cover(on);
        attendance.peer().notice(coverNotice(on));
    }

    @Override
    public void cleared(long nanos) {
        delivery.cleared(nanos);
    }

    /** Tells {@code newcomer} if its pictures are covered. */
    void tellIfCovered(SessionPeer newcomer) {
        if (guard.covered()) {
            newcomer.notice(coverNotice(true));
        }
    }

    private static Notice coverNotice(boolean on) {
        return on
                ? new Notice("picture-covered", "The picture is blurred: it may show what is not for school.")
                : new Notice("picture-shown", "The picture is shown again.");
    }

    @Override
    public void ticked() {
        paintFromPrompt();
    }

    /** There is room for another picture, so a frame that waited for that is painted now. */
    void roomForPicture() {
        if (intake.waiting() > 0) {
            frameReady();
        }
    }

    /**
     * Decodes a JPEG, PNG or WebP beside the stream, within the same bounds, for {@code work} to look at.
     *
     * @throws SpeakDrawException {@code frame-too-large} and the like; {@code too-many-requests} while others hold the
     *     memory
     */
    <T> T look(byte[] file, DecodeSize size, Function<Frame, T> work) {
        return decoder.look(pictures.plan(file, size), work);
    }

    /** The image that pictures are to resemble has changed. */
    void imageChanged() {
        paintFromPrompt();
    }

    /** The settings have changed. */
    void settingsChanged(StreamSettings changed) {
        attendance.peer().settingsChanged(changed);
        paintFromPrompt();
    }

    /** It may paint again. */
    void released() {
        roomForPicture();
        paintFromPrompt();
    }

    /**
     * Sets the clock going when the session paints from the prompt only, somebody looks, and the picture may change.
     */
    private void paintFromPrompt() {
        if (promptOnly.wanted() && turn.turns().assigned() && delivery.attended() && !ended()) {
            promptOnly.wake();
        }
    }

    /**
     * A second is over: everybody is told and looked after.
     *
     * @param seconds  how long it really was
     * @param sessions live sessions on this server
     */
    SessionStats secondPassed(double seconds, int sessions) {
        SessionStats second = counters.closeSecond(seconds, intake.waiting(), sessions);
        SessionPeer attending = attendance.peer();
        attending.stats(second);
        attending.checkAlive();
        viewers.checkAlive();
        look();
        // A viewer may have come while the client took nothing.
        roomForPicture();
        paintFromPrompt();
        return second;
    }

    /** Whoever only waits to watch does not keep a session for ever; waiting to be admitted is nobody's fault. */
    private void look() {
        activity.review();
        if (attendance.connected() && !turn.turns().assigned()) {
            activity.excuse();
        }
        if (attendance.connected() || (viewers.watched() && !quiet())) {
            attendance.seen();
        }
    }

    private boolean quiet() {
        return activity.quiet().compareTo(limits.quietLimit()) > 0;
    }

    /**
     * Whether it takes a place for nothing: for too long nothing came, and nothing ever did or nobody looks. One whose
     * client has just gone is not, however long it rested before: its client may be about to come back.
     */
    boolean unused() {
        boolean held = attendance.connected() || viewers.watched();
        return held && quiet() && (!activity.ever() || !delivery.attended());
    }

    /** Whether its client went away before it sent anything, so that anybody may have the place. */
    boolean abandoned() {
        return !activity.ever() && attendance.abandoned();
    }

    /** Whether its client has gone and nobody else looks, so that the same participant may have the place. */
    boolean left() {
        return attendance.left() && !viewers.watched();
    }

    /**
     * Hangs up on everybody.
     *
     * @return false when it had ended before
     */
    boolean end(DisconnectReason reason) {
        if (!ended.compareAndSet(null, reason)) {
            return false;
        }
        turn.end();
        guard.close();
        decoder.close();
        attendance.end(reason);
        viewers.close();
        return true;
    }

    boolean ended() {
        return ended.get() != null;
    }

    /** Empty while it goes on. */
    Optional<DisconnectReason> endReason() {
        return Optional.ofNullable(ended.get());
    }
}
