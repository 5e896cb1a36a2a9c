package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.imaging.Matte;
import org.speakdraw.inference.matting.DownsampleRatio;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingBundle;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingModel;
import org.speakdraw.inference.matting.MattingState;
import org.speakdraw.inference.matting.RefinementParameters;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** With the embedded network. */
class SharedMattingTest {

    private static final int ROWS = 4;
    private static final int SESSIONS = 12;

    private final SharedMatting matting = open();

    @AfterEach
    void close() {
        matting.close();
    }

    @Test
    void givesEverySessionWhatItWouldGetAlone() throws Exception {
        List<Frame> frames = new ArrayList<>();
        List<Matting> alone = new ArrayList<>();
        for (int session = 0; session < SESSIONS; session++) {
            frames.add(noise(session));
            alone.add(matting.matte(input(frames.get(session))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<Matting>> together = new ArrayList<>();
            for (Frame frame : frames) {
                together.add(threads.submit(() -> matting.matte(input(frame))));
            }
            for (int session = 0; session < SESSIONS; session++) {
                assertThat(together.get(session).get().matte().alpha())
                        .as("session " + session)
                        .containsExactly(alone.get(session).matte().alpha(), Offset.offset(1e-5f));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * While the network is busy with one session's frame, those of four others come; they go through it in one call.
     */
    @Test
    void takesTheFramesThatCameMeanwhileThroughTheNetworkTogether() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        List<Integer> calls = new ArrayList<>();
        SharedMatting watched = new SharedMatting(new WatchedModel(openModel(), calls, busy, others), ROWS);
        List<Thread> sessions = new ArrayList<>();
        try {
            sessions.add(start(watched, 0));
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            for (int session = 1; session <= ROWS; session++) {
                sessions.add(start(watched, session));
            }
            for (Thread session : sessions.subList(1, sessions.size())) {
                await().until(() -> session.getState() == Thread.State.BLOCKED);
            }
            others.countDown();
            for (Thread session : sessions) {
                session.join(10_000);
            }
        } finally {
            others.countDown();
            watched.close();
        }
        assertThat(calls).containsExactly(1, ROWS);
    }

    @Test
    void tellsEverybodyWhenTheNetworkFails() {
        SharedMatting broken = open();
        broken.close();
        assertThatThrownBy(() -> broken.matte(input(noise(1)))).isInstanceOf(SpeakDrawException.class);
        assertThatThrownBy(() -> broken.matte(input(noise(2)))).isInstanceOf(SpeakDrawException.class);
    }

    /** What a network throws when memory is out ends its frames, and neither spins a core nor blocks the others. */
    @Test
    void endsEveryFrameOfABatchThatEndsWithAnError() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        FailingModel failing = new FailingModel(busy, others);
        SharedMatting exhausted = new SharedMatting(failing, ROWS);
        ExecutorService threads = Executors.newFixedThreadPool(ROWS + 1);
        try {
            List<Future<Matting>> frames = new ArrayList<>();
            for (int session = 0; session <= ROWS; session++) {
                frames.add(threads.submit(() -> exhausted.matte(input(noise(1)))));
            }
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            others.countDown();
            for (Future<Matting> frame : frames) {
                assertThatThrownBy(() -> frame.get(10, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(SpeakDrawException.class)
                        .hasRootCauseInstanceOf(OutOfMemoryError.class);
            }
            failing.healed = true;
            assertThat(exhausted.matte(input(noise(1))).foreground()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    /** A network that gives fewer mattes than it was asked for is a bug, which must not leave anybody waiting. */
    @Test
    void endsAFrameThatTheNetworkForgot() {
        SharedMatting forgetful = new SharedMatting(new FailingModel(null, null), ROWS);
        assertThatThrownBy(() -> forgetful.matte(input(noise(1)))).isInstanceOf(SpeakDrawException.class);
    }

    /** Out of memory until it is healed; without latches it forgets its frames. */
    private static final class FailingModel implements MattingModel {
        private final @Nullable CountDownLatch busy;
        private final @Nullable CountDownLatch others;
        private volatile boolean healed;

        FailingModel(@Nullable CountDownLatch busy, @Nullable CountDownLatch others) {
            this.busy = busy;
            this.others = others;
        }

        @Override
        public List<Matting> matte(List<MattingInput> inputs) {
            if (healed) {
                return inputs.stream()
                        .map(input -> new Matting(new Matte(1, 1, new float[1]), Optional.empty()))
                        .toList();
            }
            if (busy == null || others == null) {
                return List.of();
            }
            busy.countDown();
            try {
                assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new OutOfMemoryError("as good as");
        }

        @Override
        public RefinementParameters recommendedRefinement() {
            return RefinementParameters.none();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** The embedded network, which says how many frames it was given and takes its time over the first. */
    private record WatchedModel(MattingModel model, List<Integer> calls, CountDownLatch busy, CountDownLatch others)
            implements MattingModel {

        @Override
        public List<Matting> matte(List<MattingInput> inputs) {
            calls.add(inputs.size());
            busy.countDown();
            try {
                assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return model.matte(inputs);
        }

        @Override
        public RefinementParameters recommendedRefinement() {
            return model.recommendedRefinement();
        }

        @Override
        public void close() {
            model.close();
        }
    }

    private static Thread start(SharedMatting matting, int session) {
        Thread thread = new Thread(() -> matting.matte(input(noise(session))));
        thread.start();
        return thread;
    }

    private static SharedMatting open() {
        return new SharedMatting(openModel(), ROWS);
    }

    private static MattingModel openModel() {
        Path bundle = Path.of("../../models/handmade");
        return MattingBundle.of(bundle).open(OnnxDevice.open(DeviceOptions.cpu()), ROWS);
    }

    private static MattingInput input(Frame frame) {
        return new MattingInput(frame, "test", DownsampleRatio.automatic(), false, new MattingState());
    }

    private static Frame noise(int seed) {
        byte[] rgb = new byte[3 * 64 * 64];
        new Random(seed).nextBytes(rgb);
        return new Frame(64, 64, rgb);
    }
}
