package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.app.stream.TestStreams.BUNDLE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.onnx.DeviceOptions;

/** With the embedded networks. */
class GuestModelTest {

    private final AtomicInteger freed = new AtomicInteger();
    private final GuestModel model = new GuestModel(
            BUNDLE, "cpu", Networks.of(DiffusionStream.open(BUNDLE, DeviceOptions.cpu(), 2)), freed::incrementAndGet);

    @Test
    void isOnlyOnTheEngineThatItWasLoadedOn() {
        assertThat(model.isOn("cpu")).isTrue();
        assertThat(model.isOn("cuda:0")).isFalse();
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
        assertThatThrownBy(() -> model.encode("cpu", List.of())).hasMessageContaining("no longer loaded");
    }

    @Test
    void thePlaceIsFreeWhenTheMemoryIs() {
        FakeNetworks networks = new FakeNetworks(1);
        AtomicBoolean closed = new AtomicBoolean();
        GuestModel guest = new GuestModel(BUNDLE, "cpu", networks, () -> closed.set(networks.closed()));
        guest.release();
        assertThat(closed).isTrue();
        model.release();
    }

    private SpeakDrawException useUntilRefused(String words, CountDownLatch using) {
        for (int i = 0; ; i++) {
            try {
                // Another text each time: none is remembered.
                model.embed(words + " " + i, 1);
            } catch (SpeakDrawException e) {
                return e;
            }
            using.countDown();
        }
    }
}
