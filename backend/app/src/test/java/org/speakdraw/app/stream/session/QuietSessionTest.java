package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.app.stream.TestStreams.frame;
import static org.speakdraw.app.stream.TestStreams.settings;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.frames.SilentViewer;
import org.speakdraw.app.stream.painting.DueTurns;
import org.speakdraw.app.stream.painting.FakeModel;

/** How long a session may take a place without doing anything: LIMITS say 60 s of grace, 300 s of quiet. */
class QuietSessionTest {

    private static final Duration A_WHILE = Duration.ofSeconds(299);

    private final AtomicLong nanos = new AtomicLong();
    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final SessionFactory factory = TestSessions.factory(workers::add, nanos::get);
    private final DueTurns line = new DueTurns(nanos::get);
    private final FakePeer peer = new FakePeer();
    private final LiveSession session = factory.create(
            UUID.randomUUID(),
            SessionAccess.byToken("secret"),
            SessionOrigin.ofAddress("192.0.2.1"),
            new FakeModel(),
            settings("\"width\":128,\"height\":128"));

    @Test
    void endsWhenNobodyComes() {
        assertThat(after(Duration.ofSeconds(59))).isEmpty();
        assertThat(after(Duration.ofSeconds(2))).contains(DisconnectReason.IDLE);
    }

    @Test
    void isNotKeptForEverByAViewerWithoutAPicture() {
        session.output().add(new SilentViewer());
        assertThat(after(A_WHILE)).isEmpty();
        assertThat(after(Duration.ofSeconds(2))).contains(DisconnectReason.UNUSED);
    }

    @Test
    void isNotKeptForEverByAClientThatNeverSends() {
        connect();
        assertThat(after(A_WHILE)).isEmpty();
        assertThat(after(Duration.ofSeconds(2))).contains(DisconnectReason.UNUSED);
    }

    @Test
    void doesNotCountTheTimeInLine() {
        session.attach(peer, false);
        session.begin(peer);
        assertThat(after(Duration.ofHours(1))).isEmpty();
        session.candidate().admit(line);
        assertThat(after(A_WHILE)).isEmpty();
        assertThat(after(Duration.ofSeconds(2))).contains(DisconnectReason.UNUSED);
    }

    @Test
    void keepsAClientThatLooksAtAPictureOfItsOwn() {
        connect();
        session.offer(frame(1, 0));
        assertThat(after(Duration.ofHours(1))).isEmpty();
        assertThat(after(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void isLeftToAViewerOnlyWhileThereAreNewPictures() {
        connect();
        session.offer(frame(1, 0));
        session.output().add(new SilentViewer());
        assertThat(after(Duration.ofSeconds(1))).isEmpty();
        session.detach(peer);
        assertThat(after(A_WHILE)).isEmpty();
        assertThat(after(Duration.ofSeconds(2))).isEmpty();
        assertThat(after(Duration.ofSeconds(61))).contains(DisconnectReason.IDLE);
    }

    @Test
    void isAbandonedOnceItsClientHadTimeToCome() {
        session.output().add(new SilentViewer());
        assertThat(session.abandoned()).isFalse();
        after(Duration.ofSeconds(10));
        assertThat(session.abandoned()).isTrue();
        connect();
        assertThat(session.abandoned()).isFalse();
        session.offer(frame(1, 0));
        session.detach(peer);
        after(Duration.ofSeconds(10));
        assertThat(session.abandoned()).as("it has sent a frame").isFalse();
    }

    private void connect() {
        session.attach(peer, false);
        session.begin(peer);
        session.candidate().admit(line);
    }

    private Optional<DisconnectReason> after(Duration time) {
        nanos.addAndGet(time.toNanos());
        return session.secondPassed(1, 1);
    }
}
