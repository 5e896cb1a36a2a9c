package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.SilentViewer;
import org.speakdraw.app.stream.painting.DueTurns;
import org.speakdraw.app.stream.painting.FakeModel;

class SessionPlacesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SessionFactory factory = TestSessions.factory(Runnable::run, nanos::get);
    private final SessionPlaces places = places(new AdmissionLimits(8, 64, 40, 2, 240));

    @Test
    void givesThePlaceOfTheOldestThatNeverSentAnything() {
        List<LiveSession> script = take("192.0.2.1", 6);
        LiveSession class1 = take("192.0.2.2", 1).get(0);
        LiveSession class2 = take("192.0.2.2", 1).get(0);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        LiveSession newcomer = session("192.0.2.3");
        assertThat(places.take(newcomer)).contains(script.get(0));
        assertThat(places.find(script.get(0).id())).isEmpty();
        assertThat(places.all()).contains(newcomer, class1, class2).hasSize(8);
        assertThat(places.take(session("192.0.2.4"))).contains(script.get(1));
    }

    @Test
    void leavesThoseInPeaceThatMayBeAboutToConnectOrAreThere() {
        List<LiveSession> here = take("192.0.2.1", 6);
        take("192.0.2.2", 2);
        assertThatThrownBy(() -> places.take(session("192.0.2.3"))).isInstanceOf(RequestException.class);
        places.all().forEach(session -> session.attach(new FakePeer(), false));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThatThrownBy(() -> places.take(session("192.0.2.3")))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("server-full"));
        assertThat(places.all()).containsAll(here);
    }

    @Test
    void takesNothingFromAnAddressThatHasLess() {
        take("192.0.2.1", 6).forEach(session -> session.attach(new FakePeer(), false));
        take("192.0.2.2", 2);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThatThrownBy(() -> places.take(session("192.0.2.1"))).isInstanceOf(RequestException.class);
        assertThat(places.take(session("192.0.2.3"))).isPresent();
    }

    @Test
    void aWindowThatWasClosedLeavesItsPlaceToAnotherOfTheSameParticipant() {
        SessionPlaces two = places(new AdmissionLimits(2, 64, 40, 0, 240));
        SessionOrigin pupil = pupil("192.0.2.1");
        FakePeer window = new FakePeer();
        LiveSession closed = used(take(two, pupil), window);
        LiveSession opening = take(two, pupil);
        assertThatThrownBy(() -> two.take(session(pupil))).as("one is used").isInstanceOf(RequestException.class);
        closed.detach(window);
        assertThat(two.take(session(pupil))).contains(closed);
        assertThatThrownBy(() -> two.take(session(pupil)))
                .as("one may be about to connect")
                .isInstanceOf(RequestException.class);
        assertThat(two.all()).contains(opening);
    }

    @Test
    void aPlaceThatANeighbourLeftIsFreeOnceItHadTheTimeToComeBack() {
        SessionPlaces two = places(new AdmissionLimits(8, 2, 40, 0, 240));
        FakePeer window = new FakePeer();
        LiveSession watched = used(take(two, pupil("192.0.2.1")), window);
        LiveSession left = used(take(two, pupil("192.0.2.1")), window);
        left.detach(window);
        assertThatThrownBy(() -> two.take(session(pupil("192.0.2.1")))).isInstanceOf(RequestException.class);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(two.take(session(pupil("192.0.2.1")))).contains(left);
        watched.output().add(new SilentViewer());
        watched.detach(window);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThatThrownBy(() -> two.take(session(pupil("192.0.2.1"))))
                .as("one is watched, one has just been opened")
                .isInstanceOf(RequestException.class);
    }

    @Test
    void aClassroomReclaimsItsOwnPlacesWhereverTheyWere() {
        SessionPlaces one = places(new AdmissionLimits(8, 64, 1, 0, 240));
        SessionOrigin home = pupil("192.0.2.1");
        SessionOrigin school = new SessionOrigin("192.0.2.2", Optional.of(UUID.randomUUID()), home.classroom());
        FakePeer window = new FakePeer();
        LiveSession left = used(take(one, home), window);
        left.detach(window);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(one.take(session(school))).contains(left);
    }

    @Test
    void refusesAnIdThatIsInUse() {
        LiveSession first = take("192.0.2.1", 1).get(0);
        assertThatThrownBy(() -> places.take(first))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("session-busy"));
        assertThat(places.taken()).isEqualTo(1);
    }

    private List<LiveSession> take(String address, int count) {
        List<LiveSession> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LiveSession session = session(address);
            assertThat(places.take(session)).isEmpty();
            taken.add(session);
        }
        return taken;
    }

    private static SessionPlaces places(AdmissionLimits limits) {
        return new SessionPlaces(new SessionQuotas(limits, TestStreams.limits(8)));
    }

    private static SessionOrigin pupil(String address) {
        return new SessionOrigin(address, Optional.of(UUID.randomUUID()), Optional.of(UUID.randomUUID()));
    }

    private LiveSession take(SessionPlaces from, SessionOrigin origin) {
        LiveSession session = session(origin);
        assertThat(from.take(session)).isEmpty();
        return session;
    }

    /** {@code session} with a client that has sent something. */
    private LiveSession used(LiveSession session, SessionPeer client) {
        session.attach(client, false);
        session.begin(client);
        session.candidate().admit(new DueTurns(nanos::get));
        session.offer(TestStreams.frame(1, 0));
        return session;
    }

    private LiveSession session(String address) {
        return session(SessionOrigin.ofAddress(address));
    }

    private LiveSession session(SessionOrigin origin) {
        nanos.incrementAndGet();
        return factory.create(
                UUID.randomUUID(), SessionAccess.byToken("secret"), origin, new FakeModel(), TestStreams.settings(""));
    }
}
