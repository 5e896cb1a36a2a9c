package org.speakdraw.app.stream.session;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.Input;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.Recordable;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameDecoder;
import org.speakdraw.app.stream.frames.FrameIntake;
import org.speakdraw.app.stream.frames.FrameObserver;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.frames.PictureDelivery;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.PromptOnlyClock;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.app.stream.frames.SessionCounters;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.Engine;
import org.speakdraw.app.stream.painting.EngineTurns;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.app.stream.person.MattingLine;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;

/**
 * One user's stream: settings, the way in, the engine's state, the way out. Sessions share nothing but the engine.
 * Thread-safe, but for what is marked as the engine's.
 */
public final class LiveSession implements FrameIntake.Listener, Recordable {

    /** From a client's credit to its frame's being ready: a camera's period, the network both ways, decoding. */
    private static final Duration CREDIT_LEAD = Duration.ofMillis(120);

    /** A pause after which others may be admitted in its place. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final UUID id;
    private final SessionAccess access;
    private final SessionOrigin origin;
    private final Model model;
    private final SessionTools tools;
    private final FrameIntake intake;
    private final MattingLine cuttings;
    private final PromptOnlyClock words;
    private final Attendance attendance = new Attendance(this::letIn);
    private final PictureDelivery delivery;
    private final SessionCounters counters = new SessionCounters();
    private final EngineTurns turns = new EngineTurns();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile StreamSettings settings;
    private volatile PreparedSettings live;
    private volatile RecordingState recording = RecordingState.OFF;
    /** The settings under which {@link #state} has come to rest; null: it has not. */
    private volatile @Nullable StreamSettings settledFor;

    private final AtomicLong ownSequence = new AtomicLong();
    private volatile boolean somebody = true;
    private volatile SessionStats lastSecond = SessionStats.NONE;
    private volatile long creditComplaintNanos =
            System.nanoTime() - Duration.ofDays(1).toNanos();

    /** The engine's. */
    private StreamState<FrameContext> state = new StreamState<>();

    /** @param model owned by the session */
    public LiveSession(
            UUID id,
            SessionAccess access,
            SessionOrigin origin,
            Model model,
            StreamSettings settings,
            SessionTools tools) {
        this.id = id;
        this.access = access;
        this.origin = origin;
        this.model = model;
        this.live = tools.prepare(settings, model);
        this.settings = settings;
        this.tools = tools;
        this.delivery = new PictureDelivery(tools, attendance);
        FrameDecoder decoder = tools.newDecoder(this);
        this.intake = new FrameIntake(decoder::decode, tools.executor(), this);
        this.cuttings = new MattingLine(tools.executor(), this::roomForPicture);
        this.words = tools.newWordsClock(this::offerWords);
    }

    @Override
    public UUID id() {
        return id;
    }

    /** Who may do what with this session. */
    public SessionAccess access() {
        return access;
    }

    /** Where it comes from. */
    public SessionOrigin origin() {
        return origin;
    }

    /** What paints it. */
    public Model model() {
        return model;
    }

    /** As they were asked for last. */
    public StreamSettings settings() {
        return settings;
    }

    /** The finished pictures. */
    public OutputFeed output() {
        return delivery.viewers();
    }

    @Override
    public void observe(FrameObserver newcomer) {
        delivery.observe(newcomer);
    }

    /** Whether the session is being recorded. */
    public RecordingState recording() {
        return recording;
    }

    @Override
    public void recording(RecordingState state) {
        recording = state;
        attendance.peer().recording(state);
    }

    /** The last whole second. */
    public SessionStats stats() {
        return lastSecond;
    }

    public boolean connected() {
        return attendance.connected();
    }

    // --- settings ---------------------------------------------------------------------------------------------------

    /** Puts {@code changed} in force: whatever frame comes after this is painted with it. */
    public void change(StreamSettings changed) {
        settings = changed;
        attendance.peer().settingsChanged(changed);
        paintWords();
    }

    /**
     * The settings in force, made ready for the engine. Called by the decoder with each frame, so that a frame never
     * overtakes the change that was asked for before it; a new prompt is encoded here, beside the engine.
     *
     * @throws SpeakDrawException {@code model-failed}
     */
    public PreparedSettings live() {
        StreamSettings wanted = settings;
        if (!live.settings().equals(wanted)) {
            live = tools.prepare(wanted, model, live);
        }
        return live;
    }

    // --- the peer ---------------------------------------------------------------------------------------------------

    /**
     * Connects {@code newcomer}, which may send nothing before {@link #begin}.
     *
     * @param takeover whether a connected peer has to go
     * @return false when another peer is connected and stays
     */
    public boolean attach(SessionPeer newcomer, boolean takeover) {
        boolean attached = attendance.attach(newcomer, takeover);
        if (attached) {
            intake.open(0);
        }
        return attached;
    }

    /** {@code newcomer} was greeted: it gets its first credit, or is told where it stands in line. */
    public void begin(SessionPeer newcomer) {
        attendance.begin(newcomer);
    }

    private void letIn(SessionPeer newcomer) {
        intake.open(tools.limits().initialCredit());
        newcomer.credit(tools.limits().initialCredit());
        paintWords();
    }

    /** {@code leaver} is gone; the session waits for it for a while. */
    public void detach(SessionPeer leaver) {
        attendance.detach(leaver);
    }

    /** Tells the peer something. */
    public void notify(Notice notice) {
        attendance.peer().notice(notice);
    }

    /** Tells the peer that its last frame or message was refused. */
    public void refuse(SpeakDrawException reason) {
        attendance.peer().refused(Problem.of(reason));
    }

    // --- admission --------------------------------------------------------------------------------------------------

    /** It waits, and this is where. */
    public void queue(QueuePlace now) {
        attendance.queue(now);
    }

    /** {@code chosen} paints it from now on. */
    public void admit(Engine chosen) {
        turns.assign(chosen);
        attendance.admit();
    }

    /** Whether somebody is there to be admitted, or may be about to connect. */
    public boolean expected() {
        return attendance.expected();
    }

    /**
     * Whether it has had frames painted lately and still has somebody to look at them, or was admitted just now; one that
     * has not leaves its place in the engine to others.
     */
    public boolean active() {
        boolean lately = turns.pause().compareTo(IDLE) < 0;
        return lately && (connected() || output().watched() || framesIn() == 0);
    }

    // --- frames in --------------------------------------------------------------------------------------------------

    /** Takes a frame from the client; never waits. */
    public void offer(InputFrame frame) {
        if (ended.get()) {
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
        if (now - creditComplaintNanos > Duration.ofSeconds(1).toNanos()) {
            creditComplaintNanos = now;
            refuse(new RequestException(
                    ApiError.CREDIT_EXCEEDED, "Frames without credit are dropped; wait for credit messages."));
        }
    }

    @Override
    public void frameReady() {
        if (delivery.hasRoom() && cuttings.hasRoom()) {
            turns.ask(this);
        }
    }

    /** There is room for another picture, so a frame that waited for that is painted now. */
    public void roomForPicture() {
        if (intake.waiting() > 0) {
            frameReady();
        }
    }

    @Override
    public void frameReplaced() {
        counters.dropped();
        tools.stages().dropped();
    }

    @Override
    public void creditReturned(int frames) {
        attendance.peer().credit(frames);
    }

    /** Whether somebody is in the picture, as far as {@code human} mode has looked; told to the peer when it changes. */
    public void somebodySeen(boolean seen) {
        if (somebody != seen) {
            somebody = seen;
            attendance.peer().person(seen);
        }
    }

    public boolean somebody() {
        return somebody;
    }

    /** A frame was held back: by the similarity filter, because of a freeze, or because no frames are wanted. */
    public void frameSkipped(InputFrame frame) {
        if (!frame.isEmpty()) {
            counters.skipped();
        }
    }

    /** Sets the clock going when the session paints from words alone, somebody looks, and the picture may change. */
    private void paintWords() {
        StreamSettings wanted = settings;
        boolean wantsWords = wanted.input() == Input.NONE && !wanted.frozen() && !settled();
        if (wantsWords && turns.assigned() && delivery.attended() && !ended.get()) {
            words.wake();
        }
    }

    /** By the clock: a frame of our own. */
    private void offerWords() {
        intake.offer(
                InputFrame.empty(new FrameTag(ownSequence.incrementAndGet() & 0xFFFF_FFFFL, 0, System.nanoTime())));
    }

    /** Whether the same frame again would give the picture that came out last. */
    public boolean settled() {
        StreamSettings rest = settledFor;
        return rest != null && rest.equals(settings);
    }

    // --- the engine's side ------------------------------------------------------------------------------------------

    public EngineTurns turns() {
        return turns;
    }

    /** What the waiting frame takes of the device. */
    public long frameCost() {
        return intake.next().map(ReadyFrame::live).orElse(live).cost();
    }

    /** The frame to paint in this tick. */
    public Optional<ReadyFrame> takeReady() {
        // The turn before the mailbox: with a frame in it the session may ask for another one at once.
        long periodNanos = Duration.ofSeconds(1).toNanos() / settings.maxFps();
        turns.taken(periodNanos);
        Optional<ReadyFrame> frame = intake.take();
        frame.ifPresent(taken -> giveCreditBack(taken.credit(), periodNanos));
        Optional<ReadyFrame> wanted = ended.get() || settings.frozen() ? Optional.empty() : frame;
        wanted.flatMap(taken -> taken.context().cutting()).ifPresent(cuttings::add);
        return wanted;
    }

    /** At once, or at a slow pace shortly before the next turn: what is asked for earlier would be old by then. */
    private void giveCreditBack(int credit, long periodNanos) {
        long delay = periodNanos - CREDIT_LEAD.toNanos();
        if (delay > 0) {
            CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, tools.executor())
                    .execute(() -> intake.giveBack(credit));
        } else {
            intake.giveBack(credit);
        }
    }

    public StreamState<FrameContext> state() {
        return state;
    }

    /** A picture is done; {@code nanos} is the tick's length. */
    public void painted(StreamOutput<FrameContext> picture, long nanos) {
        counters.painted(nanos);
        delivery.offer(picture, settings);
    }

    /** A tick with a frame of this session's is over, whether or not a picture came out. */
    public void advanced(PreparedSettings painted) {
        settledFor = state.settled() ? painted.settings() : null;
        paintWords();
    }

    /** The frame could not be painted; the stream starts afresh with the next one. */
    public void failed(SpeakDrawException reason) {
        state = new StreamState<>();
        settledFor = null;
        refuse(reason);
    }

    // --- time and end -----------------------------------------------------------------------------------------------

    /**
     * A second is over.
     *
     * @param seconds  how long it really was
     * @param sessions live sessions on this server
     * @return whether nobody has attended this session for longer than the grace
     */
    public boolean secondPassed(double seconds, int sessions) {
        lastSecond = counters.closeSecond(seconds, intake.waiting(), sessions);
        SessionPeer attending = attendance.peer();
        attending.stats(lastSecond);
        attending.checkAlive();
        output().checkAlive();
        if (connected() || output().watched()) {
            attendance.seen();
        }
        // A viewer may have come while the client took nothing.
        roomForPicture();
        paintWords();
        return attendance.unattended().compareTo(tools.limits().reconnectGrace()) > 0;
    }

    /**
     * Ends the session and hangs up on everybody.
     *
     * @return false when it had ended before
     */
    public boolean end(DisconnectReason farewell) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        attendance.end(farewell);
        output().close();
        model.release();
        return true;
    }

    public boolean ended() {
        return ended.get();
    }

    public long framesIn() {
        return counters.totalReceived();
    }

    public long framesOut() {
        return counters.totalPainted();
    }
}
