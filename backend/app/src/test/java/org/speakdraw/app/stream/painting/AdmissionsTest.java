package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.onnx.DeviceOptions;

/** With an engine that paints a hundred frames of the usual size a second. */
@Timeout(30)
class AdmissionsTest {

    private static final long COST = 1000;
    private static final DeviceOptions DEVICE = DeviceOptions.cpu();

    private final AtomicLong nanos = new AtomicLong();
    private final Engine engine = new Engine(
            TestStreams.BUNDLE,
            DEVICE,
            (bundle, device) -> new FakeNetworks(100.0 * COST),
            new EngineDevices(),
            TestStreams.stages(),
            Thread::new,
            () -> nanos.addAndGet(100_000_000));
    private final Engines engines = new Engines(TestStreams.BUNDLE, List.of(engine));
    /** So that ten frames a second are left for each, ten streams fit. */
    private final Admissions admissions = new Admissions(engines, new EngineConfig(List.of(DEVICE), List.of(), 4, 10));

    @BeforeEach
    void start() {
        engine.start();
        EngineTest.awaitUntil(() -> engine.networks().isPresent());
    }

    @AfterEach
    void stop() {
        engines.stop();
    }

    @Test
    void admitsAsManyAsGetTheirFrameRateAndTellsTheOthersTheirPlaces() {
        List<Stream> streams = enter(12, "school");
        assertThat(streams.subList(0, 10)).allMatch(stream -> stream.admitted);
        assertThat(streams.get(10).places).endsWith(new QueuePlace(1, 2));
        assertThat(streams.get(11).places).endsWith(new QueuePlace(2, 2));
        admissions.leave(streams.get(0));
        assertThat(streams.get(10).admitted).isTrue();
        assertThat(streams.get(11).places).endsWith(new QueuePlace(1, 1));
    }

    @Test
    void takesAddressesInTurns() {
        enter(10, "school");
        List<Stream> more = enter(2, "school");
        Stream stranger = enter(1, "elsewhere").get(0);
        assertThat(more.get(0).places).endsWith(new QueuePlace(1, 3));
        assertThat(stranger.places).endsWith(new QueuePlace(2, 3));
        assertThat(more.get(1).places).endsWith(new QueuePlace(3, 3));
    }

    @Test
    void passesOverWhoeverIsNotThere() {
        List<Stream> streams = enter(12, "school");
        streams.get(10).expected = false;
        admissions.leave(streams.get(3));
        assertThat(streams.get(10).admitted).isFalse();
        assertThat(streams.get(11).admitted).isTrue();
    }

    @Test
    void givesThePlaceOfAnIdleStreamAway() {
        List<Stream> streams = enter(11, "school");
        assertThat(streams.get(10).admitted).isFalse();
        streams.get(2).active = false;
        admissions.review();
        assertThat(streams.get(10).admitted).isTrue();
    }

    @Test
    void admitsOneThatIsTooCostlyForEverybodyWhenItIsAlone() {
        Stream heavy = new Stream("school");
        heavy.cost = 1000 * COST;
        admissions.enter(heavy);
        assertThat(heavy.admitted).isTrue();
    }

    @Test
    void keepsOutWhatIsOverAlready() {
        Stream over = new Stream("school");
        over.ended = true;
        admissions.enter(over);
        assertThat(over.admitted).isFalse();
        assertThat(over.places).isEmpty();
    }

    @Test
    void streamsOfAnEngineThatIsDownGoToAnother() {
        FakeNetworks first = new FakeNetworks(100.0 * COST);
        Engine failing = another("cpu:1", first);
        Engine other = another("cpu:2", new FakeNetworks(50.0 * COST));
        Engines both = new Engines(TestStreams.BUNDLE, List.of(failing, other));
        Admissions admitting = new Admissions(both, new EngineConfig(List.of(DEVICE), List.of(), 4, 10));
        List<String> log = FakeTurn.newLog();
        FakeTurn turn = new FakeTurn("a", both, log);
        Stream stream = new Stream("school") {
            @Override
            public Model model() {
                return both;
            }

            @Override
            public void admit(DueTurns line) {
                assertThat(line).isSameAs(failing.dueTurns());
                turn.turns().assign(line);
            }

            @Override
            public void move(DueTurns line) {
                assertThat(line).isSameAs(other.dueTurns());
                turn.turns().move(turn, line);
            }
        };
        failing.start();
        other.start();
        EngineTest.awaitUntil(() -> both.running().size() == 2);
        admitting.enter(stream);
        first.lose();
        EngineTest.awaitUntil(failing::down);
        // It stands in a line that nobody takes from any more.
        turn.turns().ask(turn);
        admitting.review();
        EngineTest.awaitUntil(() -> log.contains("a painted"));
        both.stop();
    }

    private Engine another(String device, FakeNetworks networks) {
        return new Engine(
                TestStreams.BUNDLE,
                DeviceOptions.parse(device, 0, 0, false, Path.of("engines")),
                (bundle, options) -> networks,
                new EngineDevices(),
                TestStreams.stages(),
                Thread::new,
                System::nanoTime);
    }

    private List<Stream> enter(int count, String address) {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(new Stream(address));
            admissions.enter(streams.get(i));
        }
        return streams;
    }

    private class Stream implements Candidate {
        private final String address;
        private final List<QueuePlace> places = new ArrayList<>();
        private long cost = COST;
        private boolean expected = true;
        private boolean active = true;
        private boolean ended;
        private boolean admitted;

        Stream(String address) {
            this.address = address;
        }

        @Override
        public String address() {
            return address;
        }

        @Override
        public Model model() {
            return engines;
        }

        @Override
        public long frameCost() {
            return cost;
        }

        @Override
        public boolean expected() {
            return expected;
        }

        @Override
        public boolean active() {
            return active;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public void queue(QueuePlace now) {
            places.add(now);
        }

        @Override
        public void admit(DueTurns line) {
            assertThat(line).isSameAs(engine.dueTurns());
            admitted = true;
        }

        @Override
        public void move(DueTurns line) {
            throw new AssertionError("the engine is not down");
        }
    }
}
