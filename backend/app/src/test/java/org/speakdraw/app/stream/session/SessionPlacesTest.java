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
import org.speakdraw.app.stream.ManualScheduler;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.painting.FakeModel;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.onnx.DeviceOptions;

class SessionPlacesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SessionFactory factory = new SessionFactory(
            Runnable::run,
            new ManualScheduler(),
            TestStreams.LIMITS,
            TestStreams.stages(),
            new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu())),
            new DecodeBudget(1 << 20),
            nanos::get);
    private final SessionPlaces places =
            new SessionPlaces(new SessionQuotas(new AdmissionLimits(8, 64, 40, 2, 240), TestStreams.limits(8)));

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

    private LiveSession session(String address) {
        nanos.incrementAndGet();
        return factory.create(
                UUID.randomUUID(),
                SessionAccess.byToken("secret"),
                SessionOrigin.ofAddress(address),
                new FakeModel(),
                TestStreams.settings(""));
    }
}
