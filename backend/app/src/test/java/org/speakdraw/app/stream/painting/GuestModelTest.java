package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.onnx.DeviceOptions;

/** With the embedded networks. */
class GuestModelTest {

    private static final DiffusionBundle BUNDLE = DiffusionBundle.read(Path.of("../../models/handmade"));

    private final Engine home = engine();
    private final AtomicInteger freed = new AtomicInteger();
    private final GuestModel model = new GuestModel(BUNDLE, home, home.load(BUNDLE), freed::incrementAndGet);

    @Test
    void isOnlyOnTheEngineThatItWasLoadedOn() {
        assertThat(model.isOn(home)).isTrue();
        assertThat(model.isOn(engine())).isFalse();
        model.release();
    }

    @Test
    void freesItsNetworksOnceThoughTheyAreInUse() throws Exception {
        int users = 4;
        CountDownLatch using = new CountDownLatch(users);
        ExecutorService threads = Executors.newFixedThreadPool(users);
        try {
            List<Future<SpeakDrawException>> ends = new ArrayList<>();
            for (int user = 0; user < users; user++) {
                String words = "user " + user;
                ends.add(threads.submit(() -> useUntilRefused(words, using)));
            }
            using.await();
            model.release();
            model.release();
            for (Future<SpeakDrawException> end : ends) {
                assertThat(end.get().code().id()).isEqualTo("model-failed");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(freed).hasValue(1);
        assertThatThrownBy(() -> model.advance(home, List.of())).hasMessageContaining("no longer loaded");
    }

    private SpeakDrawException useUntilRefused(String words, CountDownLatch using) {
        for (int i = 0; ; i++) {
            try {
                // Another text each time: none is remembered.
                model.embed(words + " " + i);
            } catch (SpeakDrawException e) {
                return e;
            }
            using.countDown();
        }
    }

    private static Engine engine() {
        return new Engine(
                BUNDLE,
                DeviceOptions.cpu(),
                new EngineConfig(List.of(DeviceOptions.cpu()), 2, 0),
                new EngineDevices(),
                new FrameStages(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                Thread::new);
    }
}
