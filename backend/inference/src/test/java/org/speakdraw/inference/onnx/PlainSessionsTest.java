package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;

class PlainSessionsTest {

    private static final OnnxDevice CPU = OnnxDevice.open(DeviceOptions.cpu());

    @TempDir
    private Path folder;

    private final AtomicInteger opened = new AtomicInteger();
    private GraphSource source = GraphSource.of(new byte[0], "none");
    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean room = new AtomicBoolean(true);
    /** Sessions that can be opened. */
    private int memory = Integer.MAX_VALUE;

    @BeforeEach
    void writeGraph() {
        source = GraphSource.of(new TinyGraph()
                .input("in", Type.FLOAT32, 0)
                .output("out", Type.FLOAT32, 0)
                .write(folder.resolve("in-out.onnx")));
    }

    @Test
    void sizesThatAlternateHaveASessionEach() throws OrtException {
        try (PlainSessions sessions = sessions(2)) {
            OrtSession first = of(sessions, 3);
            OrtSession second = of(sessions, 5);
            assertThat(second).isNotSameAs(first);
            assertThat(of(sessions, 3)).isSameAs(first);
            assertThat(of(sessions, 5)).isSameAs(second);
            assertThat(of(sessions, 3)).isSameAs(first);
            // A third takes the one that has not been used for longest.
            assertThat(of(sessions, 7)).isSameAs(second);
            assertThat(of(sessions, 3)).isSameAs(first);
            assertThat(of(sessions, 5)).isSameAs(second);
            assertThat(opened).hasValue(2);
        }
    }

    @Test
    void withoutMemoryForMoreTheyTakeTurns() throws OrtException {
        memory = 1;
        try (PlainSessions sessions = sessions(4)) {
            OrtSession only = of(sessions, 3);
            for (int size = 1; size < 20; size++) {
                assertThat(of(sessions, size)).isSameAs(only);
            }
            assertThat(opened).as("one that failed is not tried again at once").hasValue(2);
            memory = Integer.MAX_VALUE;
            now.addAndGet(PlainSessions.REFUSAL_NANOS);
            assertThat(of(sessions, 20)).isNotSameAs(only);
        }
    }

    @Test
    void whereOneMoreWouldFillTheDeviceNoneIsOpened() throws OrtException {
        room.set(false);
        try (PlainSessions sessions = sessions(4)) {
            assertThat(of(sessions, 5)).isSameAs(of(sessions, 3));
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void aSessionWhoseFirstRunFailsMakesWayForTheEldest() throws OrtException {
        try (PlainSessions sessions = sessions(4)) {
            OrtSession first = of(sessions, 3);
            List<OrtSession> ran = new ArrayList<>();
            OrtSession after = sessions.unbound(List.of(in(sessions, 5)), session -> {
                ran.add(session);
                if (session != first) {
                    throw new InferenceException(InferenceError.MODEL_FAILED, "out of memory");
                }
                return session;
            });
            assertThat(after).isSameAs(first);
            assertThat(ran).hasSize(2);
            assertThatThrownBy(() -> ran.get(0).run(Map.of()))
                    .as("it is closed")
                    .isInstanceOf(IllegalStateException.class);
            assertThat(of(sessions, 5)).as("later, too").isSameAs(first);
            assertThat(opened).hasValue(2);
        }
    }

    @Test
    @Timeout(60)
    void knownSizesDoNotWaitForANewOne() throws Exception {
        try (PlainSessions sessions = sessions(4)) {
            OrtSession first = of(sessions, 3);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Void> goOn = new CompletableFuture<>();
            CompletableFuture<OrtSession> fresh =
                    CompletableFuture.supplyAsync(() -> sessions.unbound(List.of(in(sessions, 5)), session -> {
                        begun.countDown();
                        goOn.join();
                        return session;
                    }));
            begun.await();
            assertThat(of(sessions, 3)).isSameAs(first);
            goOn.complete(null);
            assertThat(of(sessions, 5)).isSameAs(fresh.join()).isNotSameAs(first);
        }
    }

    @Test
    void oneIsEnoughWhereSizesCostNothing() throws OrtException {
        try (PlainSessions sessions = sessions(1)) {
            assertThat(of(sessions, 3)).isSameAs(of(sessions, 4));
            assertThat(opened).hasValue(1);
        }
    }

    private PlainSessions sessions(int most) throws OrtException {
        return new PlainSessions("in-out", this::open, room::get, CPU, most, now::get);
    }

    private OrtSession open() throws OrtException {
        if (opened.incrementAndGet() > memory) {
            throw new OrtException("out of memory");
        }
        return source.session(CPU, SessionPlan.PLAIN);
    }

    /** The one that runs this size; it is seen to run. */
    private static OrtSession of(PlainSessions sessions, int size) {
        TensorBuffer in = in(sessions, size);
        AtomicReference<OrtSession> ran = new AtomicReference<>();
        sessions.run(List.of(in), List.of(), session -> {
            ran.set(session);
            return true;
        });
        return sessions.unbound(List.of(in), session -> {
            assertThat(session).isSameAs(ran.get());
            return Objects.requireNonNull(session);
        });
    }

    private static TensorBuffer in(PlainSessions sessions, int size) {
        TensorBuffer in = new TensorBuffer(sessions.ports().inputs().get(0));
        in.shape(size);
        return in;
    }
}
