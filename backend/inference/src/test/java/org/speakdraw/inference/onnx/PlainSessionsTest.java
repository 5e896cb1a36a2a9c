package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;

class PlainSessionsTest {

    private static final OnnxDevice CPU = OnnxDevice.open(DeviceOptions.cpu());

    @TempDir
    private Path folder;

    private final AtomicInteger opened = new AtomicInteger();
    private GraphSource source = GraphSource.of(new byte[0], "none");
    /** Sessions that there is memory for. */
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
        try (PlainSessions sessions = new PlainSessions(this::open, CPU, 2)) {
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
        try (PlainSessions sessions = new PlainSessions(this::open, CPU, 4)) {
            OrtSession only = of(sessions, 3);
            for (int size = 1; size < 20; size++) {
                assertThat(of(sessions, size)).isSameAs(only);
            }
            assertThat(opened).as("one that failed is not tried again").hasValue(2);
        }
    }

    @Test
    void oneIsEnoughWhereSizesCostNothing() throws OrtException {
        try (PlainSessions sessions = new PlainSessions(this::open, CPU, 1)) {
            assertThat(of(sessions, 3)).isSameAs(of(sessions, 4));
            assertThat(opened).hasValue(1);
        }
    }

    private OrtSession open() throws OrtException {
        if (opened.incrementAndGet() > memory) {
            throw new OrtException("out of memory");
        }
        return source.session(CPU, SessionPlan.PLAIN);
    }

    /** The one that runs this size; it is seen to run. */
    private static OrtSession of(PlainSessions sessions, int size) {
        TensorBuffer in = new TensorBuffer(sessions.ports().inputs().get(0));
        in.shape(size);
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
}
