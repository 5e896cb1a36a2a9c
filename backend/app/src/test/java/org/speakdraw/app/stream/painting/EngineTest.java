package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.DeviceOptions;

/** An engine's thread from its start to its end, with networks that fail on demand. */
@Timeout(30)
class EngineTest {

    /** Later than any turn may be wanted at. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE / 2);

    private final AtomicInteger loads = new AtomicInteger();
    private final EngineDevices devices = new EngineDevices();
    private final FakeNetworks networks = new FakeNetworks(1e9);
    private volatile Networks.Loader loader = (bundle, device) -> networks;
    private final Engine engine = new Engine(
            TestStreams.BUNDLE,
            DeviceOptions.cpu(),
            (bundle, device) -> {
                loads.incrementAndGet();
                return loader.load(bundle, device);
            },
            devices,
            TestStreams.stages(),
            Thread::new,
            nanos::getAndIncrement);
    private final Engines engines = new Engines(TestStreams.BUNDLE, List.of(engine));

    @AfterEach
    void stop() {
        // Passes the patience of a thread that waits for turns.
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        engines.stop();
    }

    @Test
    void paintsWhatIsDueAndClosesItsNetworksInTheEnd() {
        List<String> log = new CopyOnWriteArrayList<>();
        start();
        askUntil(turn(log), () -> log.contains("a painted"));
        assertThat(engines.health().detail()).isEqualTo("cpu: the bundle is loaded.");
        assertThat(devices.all()).containsExactly(device());
        stop();
        assertThat(networks.closed()).isTrue();
        assertThat(engine.networks()).isEmpty();
    }

    @Test
    void saysThatTheModelsAreBeingLoaded() {
        assertThat(engines.health().up()).isFalse();
        assertThat(engines.isOn("cpu")).isFalse();
        assertThat(engines.isOn("cuda:0")).isFalse();
        assertCode("engine-starting", () -> engines.embed("a fox", 1));
    }

    @Test
    void isNotStartedAgainWhenTheBundleCannotBeLoaded() {
        loader = (bundle, device) -> {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, "unet is missing");
        };
        engine.start();
        engine.awaitEnd();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        engines.restartDead();
        assertThat(loads).hasValue(1);
        assertThat(engines.health().up()).isFalse();
        assertThat(engines.health().detail()).isEqualTo("cpu: unet is missing");
        assertCode("bundle-invalid", () -> engines.embed("a fox", 1));
    }

    @Test
    void triesAgainUntilItsModelServerIsThere() {
        AtomicInteger tries = new AtomicInteger();
        Engine remote = new Engine(
                TestStreams.BUNDLE,
                DeviceOptions.parse("remote", 1, 0, false, Path.of("engines")),
                (bundle, device) -> {
                    if (tries.incrementAndGet() <= 5) {
                        throw new InferenceException(InferenceError.DEVICE_UNAVAILABLE, "the server is not there");
                    }
                    return networks;
                },
                devices,
                TestStreams.stages(),
                Thread::new,
                nanos::getAndIncrement);
        Engines waiting = new Engines(TestStreams.BUNDLE, List.of(remote));
        remote.start();
        for (int failed = 1; failed <= 5; failed++) {
            remote.awaitEnd();
            assertThat(tries).hasValue(failed);
            assertThat(waiting.health().state()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(waiting.health().detail()).startsWith("remote:0: the server is not there");
            nanos.addAndGet(Duration.ofMinutes(6).toNanos());
            waiting.restartDead();
        }
        awaitUntil(() -> remote.networks().isPresent());
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        waiting.stop();
    }

    @Test
    void givesUpAModelServerThatCannotRunTheBundle() {
        AtomicInteger tries = new AtomicInteger();
        Engine remote = new Engine(
                TestStreams.BUNDLE,
                DeviceOptions.parse("remote", 1, 0, false, Path.of("engines")),
                (bundle, device) -> {
                    tries.incrementAndGet();
                    throw new InferenceException(InferenceError.BUNDLE_INVALID, "the model is not the bundle's");
                },
                devices,
                TestStreams.stages(),
                Thread::new,
                nanos::getAndIncrement);
        Engines hopeless = new Engines(TestStreams.BUNDLE, List.of(remote));
        remote.start();
        remote.awaitEnd();
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        hopeless.restartDead();
        assertThat(tries).hasValue(1);
        assertThat(hopeless.health().state()).isEqualTo(HealthCheck.State.FAILED);
        assertThat(hopeless.health().detail()).isEqualTo("remote:0: the model is not the bundle's");
        assertThat(devices.all())
                .containsExactly(new EngineDevices.Device(
                        "remote:0", Optional.empty(), Optional.of("the model is not the bundle's")));
        assertCode("bundle-invalid", () -> hopeless.embed("a fox", 1));
    }

    @Test
    void isStartedAgainAfterItsThreadHasDiedAndSaysSo() {
        loader = (bundle, device) -> {
            throw new OutOfMemoryError("as good as");
        };
        engine.start();
        engine.awaitEnd();
        assertThat(engines.health().up()).isFalse();
        assertThat(engines.health().detail()).isEqualTo("cpu: the engine has died.");
        assertCode("engine-starting", () -> engines.embed("a fox", 1));
        // Not at once: a thread that dies at its start would do nothing else.
        engines.restartDead();
        assertThat(loads).hasValue(1);
        loader = (bundle, device) -> networks;
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        engines.restartDead();
        awaitUntil(() -> engine.networks().isPresent());
        assertThat(loads).hasValue(2);
        assertThat(engines.health().up()).isTrue();
        assertThat(engines.health().detail())
                .isEqualTo("cpu: the bundle is loaded. It has died and was started again, times: 1.");
        // While it lives nothing happens.
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        engines.restartDead();
        assertThat(loads).hasValue(2);
    }

    @Test
    void loadsNetworksAnewThatPaintNothingAnyMore() {
        List<String> log = new CopyOnWriteArrayList<>();
        FakeNetworks second = new FakeNetworks(1e9);
        start();
        FakeTurn turn = turn(log);
        networks.breakDown();
        loader = (bundle, device) -> {
            throw new InferenceException(InferenceError.DEVICE_UNAVAILABLE, "the device is lost");
        };
        askUntil(turn, () -> networks.closed());
        engine.awaitEnd();
        // With those that were under way.
        assertThat(log.stream().filter("a failed: model-failed"::equals)).hasSizeBetween(5, 8);
        assertThat(engines.health().state()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(engines.health().detail())
                .isEqualTo("cpu: the models have stopped working and are loaded again: CUDA error 700");
        assertCode("engine-starting", () -> engines.embed("a fox", 1));

        restartAfter(Duration.ofSeconds(11));
        engine.awaitEnd();
        assertThat(loads).hasValue(2);
        assertThat(engines.health().state()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(engines.health().detail()).startsWith("cpu: the device is lost");
        // It pauses longer after each start that comes to nothing.
        restartAfter(Duration.ofSeconds(11));
        assertThat(loads).hasValue(2);
        loader = (bundle, device) -> second;
        restartAfter(Duration.ofSeconds(11));
        awaitUntil(() -> engine.networks().isPresent());
        assertThat(loads).hasValue(3);
        assertThat(engines.health().up()).isTrue();
        askUntil(turn, () -> log.contains("a painted"));
    }

    @Test
    void isLostWhenItCannotBeBroughtBackInThisProcess() {
        List<String> log = new CopyOnWriteArrayList<>();
        start();
        FakeTurn turn = turn(log);
        networks.breakDown();
        loader = (bundle, device) -> {
            throw new InferenceException(InferenceError.DEVICE_UNAVAILABLE, "the device is lost");
        };
        askUntil(turn, () -> networks.closed());
        for (int attempt = 1; attempt <= 3; attempt++) {
            engine.awaitEnd();
            assertThat(engines.health().state()).isEqualTo(HealthCheck.State.DOWN);
            restartAfter(Duration.ofMinutes(2));
        }
        engine.awaitEnd();
        assertThat(engines.health().state()).isEqualTo(HealthCheck.State.LOST);
        assertThat(engines.health().detail()).startsWith("cpu: the device is lost");
    }

    @Test
    void waitsForTheDeviceThatItHasPaintedOnInsteadOfTakingTheProcessor() {
        List<String> log = new CopyOnWriteArrayList<>();
        start();
        FakeTurn turn = turn(log);
        networks.breakDown();
        AtomicInteger loadedElsewhere = new AtomicInteger();
        loader = (bundle, device) -> {
            if (device.only()) {
                throw new InferenceException(InferenceError.DEVICE_UNAVAILABLE, "CUDA is not available here");
            }
            loadedElsewhere.incrementAndGet();
            return networks;
        };
        askUntil(turn, () -> networks.closed());
        engine.awaitEnd();
        restartAfter(Duration.ofSeconds(11));
        engine.awaitEnd();
        // Which may take all of the server's memory, and minutes.
        assertThat(loadedElsewhere).hasValue(0);
        assertThat(engines.health().state()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(engines.health().detail()).startsWith("cpu: CUDA is not available here");
        FakeNetworks again = new FakeNetworks(1e9);
        loader = (bundle, device) -> again;
        restartAfter(Duration.ofMinutes(1));
        awaitUntil(() -> engine.networks().isPresent());
        assertThat(engines.health().up()).isTrue();
    }

    @Test
    void whatBeganOnTheProcessorGoesOnThere() {
        FakeNetworks onProcessor = new FakeNetworks(1e9, Optional.of("CUDA is not available here: running on the CPU"));
        List<Boolean> noOther = new CopyOnWriteArrayList<>();
        loader = (bundle, device) -> {
            noOther.add(device.only());
            return noOther.size() == 1 ? onProcessor : networks;
        };
        start();
        FakeTurn turn = turn(new CopyOnWriteArrayList<>());
        onProcessor.breakDown();
        askUntil(turn, () -> onProcessor.closed());
        engine.awaitEnd();
        restartAfter(Duration.ofSeconds(11));
        awaitUntil(() -> engine.networks().isPresent());
        assertThat(noOther).containsExactly(false, false);
    }

    @Test
    void leavesNetworksInPeaceThatWorkForOthers() {
        List<String> log = new CopyOnWriteArrayList<>();
        start();
        FakeTurn turn = turn(log);
        networks.fail();
        askUntil(turn, () -> networks.triedOut() >= 3);
        assertThat(log).contains("a failed: model-failed");
        assertThat(engines.health().up()).isTrue();
        assertThat(loads).hasValue(1);
        assertThat(networks.closed()).isFalse();
    }

    @Test
    void whatWasMeasuredAtABadMomentIsMeasuredAgainWhileNobodyNeedsIt() {
        start();
        assertThat(costPerSecond()).isEqualTo(1e9);
        networks.show(4e9);
        passUntil(() -> costPerSecond() == 4e9);
        // That may be a bad moment as well, so it takes nothing away.
        networks.show(1e6);
        passUntil(() -> networks.triedOut() >= 2);
        networks.show(5e9);
        passUntil(() -> networks.triedOut() >= 3);
        assertThat(costPerSecond()).isGreaterThanOrEqualTo(4e9);
    }

    @Test
    void noticesWhileNobodyNeedsItThatItIsLost() {
        start();
        networks.breakDown();
        passUntil(() -> engines.health().state() == HealthCheck.State.DOWN);
        engine.awaitEnd();
        restartAfter(Duration.ofMinutes(1));
        awaitUntil(() -> loads.get() == 2);
    }

    private double costPerSecond() {
        return engine.throughput().orElseThrow().costPerSecond();
    }

    @Test
    void aServerThatDoesNotComeIsOneLineInTheLogEachTime() {
        List<LogRecord> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Engine.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            loader = (bundle, device) -> {
                throw new InferenceException(
                        InferenceError.DEVICE_UNAVAILABLE, "the server is not there", new IllegalStateException());
            };
            engine.start();
            engine.awaitEnd();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.getThrown()).isNull())
                .satisfies(line -> assertThat(line.getMessage())
                        .isEqualTo("The engine on cpu cannot start: the server is not there"));
    }

    @Test
    void loadsAnotherBundleForWhoeverAsksBesideItsOwn() {
        List<Boolean> noOther = new CopyOnWriteArrayList<>();
        loader = (bundle, device) -> {
            noOther.add(device.only());
            return networks;
        };
        start();
        assertThat(engine.load(TestStreams.BUNDLE)).isSameAs(networks);
        // On the processor it would hold up everybody who paints on the GPU.
        assertThat(noOther).containsExactly(false, true);
        assertThat(engine.name()).isEqualTo("cpu");
    }

    private void start() {
        engine.start();
        awaitUntil(() -> engine.networks().isPresent());
    }

    private FakeTurn turn(List<String> log) {
        FakeTurn turn = new FakeTurn("a", engines, log);
        turn.turns().assign(engine.dueTurns());
        return turn;
    }

    /** Asks for one turn after another. */
    private static void askUntil(FakeTurn turn, java.util.function.BooleanSupplier condition) {
        awaitUntil(() -> {
            turn.turns().ask(turn);
            return condition.getAsBoolean();
        });
    }

    /** Time goes by; what waits for a turn sees that only when it looks again. */
    private void passUntil(java.util.function.BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
                    return condition.getAsBoolean();
                });
    }

    private void restartAfter(Duration pause) {
        nanos.addAndGet(pause.toNanos());
        engines.restartDead();
    }

    private static EngineDevices.Device device() {
        return new EngineDevices.Device("cpu", java.util.Optional.empty(), java.util.Optional.empty());
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SpeakDrawException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }

    static void awaitUntil(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.yield();
        }
    }
}
