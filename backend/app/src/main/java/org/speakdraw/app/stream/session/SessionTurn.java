package org.speakdraw.app.stream.session;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameIntake;
import org.speakdraw.app.stream.frames.FrameMemory;
import org.speakdraw.app.stream.frames.PictureDelivery;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.app.stream.frames.SessionCounters;
import org.speakdraw.app.stream.painting.EngineTurns;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.painting.Turn;
import org.speakdraw.app.stream.person.MattingLine;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;

/** A session as its engine sees it. */
final class SessionTurn implements Turn {

    /** From a client's credit to its frame's being ready: a camera's period, the network both ways, decoding. */
    private static final Duration CREDIT_LEAD = Duration.ofMillis(120);

    private final SettingsInForce settings;
    private final Model model;
    private final FrameIntake intake;
    private final MattingLine mattes;
    private final PictureDelivery delivery;
    private final SessionCounters counters;
    private final Executor workers;
    private final Listener listener;
    private final EngineTurns turns = new EngineTurns();
    private volatile boolean over;

    /** Memory of the frames that are inside {@link #state}, in their order. */
    private final Queue<FrameMemory.Held> inside = new ConcurrentLinkedQueue<>();

    private volatile StreamState<FrameContext> state = new StreamState<>();

    /** What the session does about it. Called by the engine; must not wait. */
    interface Listener {

        /** A tick is over: the session may want another one at once. */
        void ticked();

        /** A frame could not be painted. */
        void frameRefused(SpeakDrawException reason);
    }

    /**
     * A session's turn, which nobody has asked for yet.
     *
     * @param mattes  takes those of frames that are painted
     * @param workers give credit back later
     */
    SessionTurn(
            SettingsInForce settings,
            Model model,
            FrameIntake intake,
            MattingLine mattes,
            PictureDelivery delivery,
            SessionCounters counters,
            Executor workers,
            Listener listener) {
        this.settings = settings;
        this.model = model;
        this.intake = intake;
        this.mattes = mattes;
        this.delivery = delivery;
        this.counters = counters;
        this.workers = workers;
        this.listener = listener;
    }

    @Override
    public EngineTurns turns() {
        return turns;
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public long cost() {
        return intake.next()
                .map(ReadyFrame::settings)
                .orElse(settings.prepared())
                .cost();
    }

    @Override
    public Optional<ReadyFrame> take() {
        StreamSettings now = settings.wanted();
        // The turn before the mailbox: with a frame in it the session may ask for another one at once.
        long periodNanos = Duration.ofSeconds(1).toNanos() / now.maxFps();
        turns.taken(periodNanos);
        Optional<ReadyFrame> frame = intake.take();
        frame.ifPresent(taken -> giveCreditBack(taken.credit(), periodNanos));
        Optional<ReadyFrame> wanted = over || now.frozen() || settings.held() ? Optional.empty() : frame;
        if (wanted.isPresent()) {
            FrameContext context = wanted.get().context();
            context.matting().ifPresent(mattes::add);
            context.memory().ifPresent(inside::add);
        } else {
            frame.ifPresent(left -> left.context().release());
        }
        return wanted;
    }

    /** At once, or at a slow pace shortly before the next turn: what is asked for earlier would be old by then. */
    private void giveCreditBack(int credit, long periodNanos) {
        long delay = periodNanos - CREDIT_LEAD.toNanos();
        if (delay > 0) {
            CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, workers)
                    .execute(() -> intake.giveBack(credit));
        } else {
            intake.giveBack(credit);
        }
    }

    @Override
    public StreamState<FrameContext> state() {
        return state;
    }

    @Override
    public void advanced(PreparedSettings painted, boolean settled) {
        settings.settle(settled ? painted : null);
        listener.ticked();
    }

    @Override
    public void painted(StreamOutput<FrameContext> picture, long nanos) {
        counters.painted(nanos);
        picture.tag().memory().ifPresent(this::cameOut);
        delivery.offer(picture, settings.wanted());
    }

    /** With {@code held}, those are done with that went in before and were left out on the way. */
    private void cameOut(FrameMemory.Held held) {
        if (!inside.contains(held)) {
            // Another frame has failed meanwhile.
            held.close();
            return;
        }
        for (FrameMemory.Held first = inside.poll(); first != null && first != held; first = inside.poll()) {
            first.close();
        }
    }

    @Override
    public void failed(SpeakDrawException reason) {
        state = new StreamState<>();
        for (FrameMemory.Held held = inside.poll(); held != null; held = inside.poll()) {
            held.close();
        }
        settings.settle(null);
        listener.frameRefused(reason);
    }

    /** No frame is painted any more. */
    void end() {
        over = true;
    }
}
