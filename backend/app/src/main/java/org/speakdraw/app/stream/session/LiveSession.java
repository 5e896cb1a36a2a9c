package org.speakdraw.app.stream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Recordable;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameObserver;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.InputGlance;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.Candidate;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.inference.Frame;

/** One user's stream, from its opening to its end. Sessions share nothing but the engine. Thread-safe. */
public final class LiveSession implements Recordable {

    private final UUID id;
    private final SessionAccess access;
    private final SessionOrigin origin;
    private final SettingsInForce settings;
    private final SessionFlow flow;
    private final SessionSafety safety;
    private final Candidate candidate;
    private final long openedNanos;
    private final Duration grace;
    private final LocksInForce locks = new LocksInForce();
    private final ImagePrompts images;
    private volatile RecordingState recording = RecordingState.OFF;
    private volatile SessionStats lastSecond = SessionStats.NONE;

    /**
     * A session that nobody attends yet.
     *
     * @param openedNanos when it begins, by {@link System#nanoTime}
     * @param grace       for which a session that nobody attends is kept
     */
    LiveSession(
            UUID id,
            SessionAccess access,
            SessionOrigin origin,
            SettingsInForce settings,
            SessionFlow flow,
            SessionSafety safety,
            long openedNanos,
            Duration grace) {
        this.id = id;
        this.access = access;
        this.origin = origin;
        this.settings = settings;
        this.flow = flow;
        this.safety = safety;
        this.candidate = new SessionCandidate(origin, flow);
        this.images = new ImagePrompts(
                candidate::model, flow::look, safety.guard()::refuses, settings::show, flow::imageChanged);
        this.openedNanos = openedNanos;
        this.grace = grace;
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

    /** What the filters found with it lately. */
    public Optional<Concern> concern() {
        return safety.concern();
    }

    SessionSafety safety() {
        return safety;
    }

    /** Whether filters look at its pictures. */
    public boolean watched() {
        return safety.guard().watching();
    }

    /** Whether what it shows is covered now, since a filter found something. */
    public boolean covered() {
        return safety.guard().covered();
    }

    /** Whether {@code picture} does not belong in a school; looks at it on the caller's thread. */
    public boolean refuses(Frame picture) {
        return safety.guard().refuses(picture);
    }

    /** When it began, by {@link System#nanoTime}. */
    public long openedNanos() {
        return openedNanos;
    }

    /** As it wants to be admitted. */
    Candidate candidate() {
        return candidate;
    }

    /** The finished pictures. */
    public OutputFeed output() {
        return flow.viewers();
    }

    /** The last whole second. */
    public SessionStats stats() {
        return lastSecond;
    }

    /** As they were asked for last. */
    public StreamSettings settings() {
        return settings.wanted();
    }

    /** Does something with the settings that no change may come between. */
    public void whileUnchanged(Consumer<StreamSettings> work) {
        settings.whileUnchanged(work);
    }

    /** Changes the settings; {@code told} of before and after when they differ. */
    StreamSettings change(UnaryOperator<StreamSettings> change, BiConsumer<StreamSettings, StreamSettings> told) {
        return settings.change(change, flow::settingsChanged, told);
    }

    /** Changes the settings for a look: nobody is told. */
    StreamSettings tryOut(UnaryOperator<StreamSettings> change) {
        return settings.tryOut(change, flow::settingsChanged);
    }

    /** What was tried out gives way to what was told last. */
    void endTrial() {
        settings.endTrial(flow::settingsChanged);
    }

    /** What its client may choose. */
    SettingLocks locks() {
        return locks.locks();
    }

    /**
     * Narrows what its client may choose.
     *
     * @param json   writes settings
     * @param change puts what follows in force; not called when nothing does
     */
    void lock(SettingLocks newer, Function<StreamSettings, ObjectNode> json, Consumer<ObjectNode> change) {
        if (newer.equals(locks.locks())) {
            return;
        }
        endTrial();
        settings.whileUnchanged(now -> {
            ObjectNode changes = locks.put(newer, json.apply(now));
            if (!changes.isEmpty()) {
                change.accept(changes);
            }
        });
    }

    /** Stops painting whatever the settings say, or lets it go on. */
    public void hold(boolean on) {
        if (settings.hold(on) && !on) {
            flow.released();
        }
    }

    /** How many shares of its engine it has, 1 or more. */
    public void weigh(int shares) {
        flow.turn().turns().weigh(shares);
    }

    /** Where it stands while it waits to be admitted. */
    public Optional<QueuePlace> waiting() {
        return flow.attendance().waiting();
    }

    /** The images that the pictures are to resemble. */
    public ImagePrompts images() {
        return images;
    }

    /** Whether a client is connected. */
    public boolean connected() {
        return flow.attendance().connected();
    }

    /** Whether its client is a part of this server, at which nobody sits. */
    public boolean ofProgram() {
        return peer().isProgram();
    }

    /**
     * Connects {@code newcomer}, which may send nothing before {@link #begin}.
     *
     * @param takeover whether a connected client has to go
     * @return false when another client is connected and stays
     */
    public boolean attach(SessionPeer newcomer, boolean takeover) {
        boolean former = connected();
        boolean attached = flow.attendance().attach(newcomer, takeover);
        if (attached) {
            AuditLog.done(origin.participant(), Action.JOINED, Subject.SESSION, former ? id + " (taken over)" : id);
        }
        return attached;
    }

    /** {@code newcomer} was greeted: it gets its first credit, or is told where it stands in line. */
    public void begin(SessionPeer newcomer) {
        flow.attendance().begin(newcomer);
        flow.tellIfCovered(newcomer);
    }

    /** {@code leaver} is gone; the session waits for it for a while. */
    public void detach(SessionPeer leaver) {
        flow.attendance().detach(leaver);
    }

    /** Takes a frame from the client; never waits. */
    public void offer(InputFrame frame) {
        flow.offer(frame);
    }

    /** The JPEG that the last picture was made from; see {@link InputGlance#look}. */
    public Optional<byte[]> input() {
        return flow.delivery().input().look(System.nanoTime());
    }

    /** The client has taken a picture that waited for it: there is room for another one. */
    public void roomForPicture() {
        flow.roomForPicture();
    }

    /** Whether somebody is in the picture, as far as {@code human} mode has looked. */
    public boolean personPresent() {
        return flow.personPresent();
    }

    /** Where to tell the client something. */
    SessionPeer peer() {
        return flow.attendance().peer();
    }

    @Override
    public void observe(FrameObserver newcomer) {
        flow.delivery().observe(newcomer);
    }

    @Override
    public void settle() {
        safety.guard().settle();
    }

    /** Whether the session is being recorded. */
    public RecordingState recording() {
        return recording;
    }

    @Override
    public void recording(RecordingState state) {
        recording = state;
        peer().recording(state);
    }

    /**
     * A second is over.
     *
     * @param seconds  how long it really was
     * @param sessions live sessions on this server
     * @return why it is to end now: nobody has attended it for longer than the grace, or it takes its place for nothing
     */
    Optional<DisconnectReason> secondPassed(double seconds, int sessions) {
        lastSecond = flow.secondPassed(seconds, sessions);
        flow.delivery().input().expire(System.nanoTime());
        if (flow.unused()) {
            return Optional.of(DisconnectReason.UNUSED);
        }
        return flow.attendance().unattended().compareTo(grace) > 0
                ? Optional.of(DisconnectReason.IDLE)
                : Optional.empty();
    }

    /** Whether its client went away before it sent anything, so that anybody may have the place. */
    boolean abandoned() {
        return flow.abandoned();
    }

    /** Whether its client has gone and nobody else looks, so that the same participant may have the place. */
    boolean left() {
        return flow.left();
    }

    /** Whether that is longer ago than coming back takes, so that its neighbours may have the place. */
    boolean leftForLong() {
        return flow.left() && flow.attendance().abandoned();
    }

    /** How long its client has been away. */
    Duration away() {
        return flow.attendance().away();
    }

    /**
     * Ends the session and hangs up on everybody.
     *
     * @return false when it had ended before
     */
    boolean end(DisconnectReason reason) {
        if (!flow.end(reason)) {
            return false;
        }
        images.clear();
        candidate.model().release();
        return true;
    }

    /** Why it has ended, or that it goes on elsewhere; empty while it lasts. */
    public Optional<DisconnectReason> endReason() {
        return flow.endReason();
    }

    /** Frames that came with credit. */
    long framesIn() {
        return flow.counters().totalReceived();
    }

    /** Pictures that were painted. */
    long framesOut() {
        return flow.counters().totalPainted();
    }
}
