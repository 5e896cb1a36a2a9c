package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.frames.OutputFrame;

/** A viewer and what it writes, with a connection and a clock of the test's own. */
class MjpegViewerTest {

    private static final OutputFrame PICTURE =
            new OutputFrame(new FrameTag(1, 0, 0), "JPEG".getBytes(StandardCharsets.US_ASCII));

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger completed = new AtomicInteger();
    private final OutputFeed feed = new OutputFeed(2);
    private final Connection connection = new Connection();
    private final MjpegViewer viewer = viewerOf(feed);

    private MjpegViewer viewerOf(OutputFeed watched) {
        return new MjpegViewer(
                (AsyncContext) Proxy.newProxyInstance(
                        AsyncContext.class.getClassLoader(),
                        new Class<?>[] {AsyncContext.class},
                        (proxy, method, arguments) -> {
                            assertThat(method.getName()).isEqualTo("complete");
                            completed.incrementAndGet();
                            return null;
                        }),
                connection,
                watched,
                TestStreams.LIMITS,
                () -> true,
                nanos::get);
    }

    /** What is written, until it breaks or takes nothing. */
    private static final class Connection extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean broken;
        private boolean full;

        @Override
        public boolean isReady() {
            return !full;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            // The test says when it may write.
        }

        @Override
        public void write(int b) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            written.write(b);
        }

        String text() {
            return written.toString(StandardCharsets.US_ASCII);
        }
    }

    @BeforeEach
    void begin() {
        feed.add(viewer);
        viewer.start();
        viewer.onWritePossible();
    }

    @Test
    void writesHeadersThatNobodyReadsUntilThereIsAPicture() {
        assertThat(connection.text()).isEqualTo("--frame\r\n");
        secondPasses();
        secondPasses();
        assertThat(connection.text()).isEqualTo("--frame\r\nX-Waiting: 1\r\nX-Waiting: 1\r\n");
        feed.painted(PICTURE);
        assertThat(connection.text())
                .isEqualTo("--frame\r\nX-Waiting: 1\r\nX-Waiting: 1\r\n"
                        + "Content-Type: image/jpeg\r\nContent-Length: 4\r\n\r\nJPEG\r\n--frame\r\n");
    }

    @Test
    void repeatsThePictureOnceThereIsOne() {
        feed.painted(PICTURE);
        secondPasses();
        assertThat(connection.text()).doesNotContain("Waiting").containsPattern("(?s)JPEG.*JPEG");
    }

    @Test
    void isOverNoEarlierThanTheContainerHasCalledIt() {
        OutputFeed ending = new OutputFeed(1);
        MjpegViewer early = viewerOf(ending);
        ending.add(early);
        ending.close();
        assertThat(ending.watched()).isFalse();
        assertThat(completed).hasValue(0);
        early.start();
        early.onWritePossible();
        early.close();
        assertThat(completed).hasValue(1);
        assertThat(connection.text()).as("of the other alone").isEqualTo("--frame\r\n");
    }

    @Test
    void noticesBeforeTheFirstPictureThatSomebodyHasLeft() {
        connection.broken = true;
        secondPasses();
        assertThat(feed.watched()).isFalse();
        assertThat(completed).hasValue(1);
    }

    @Test
    void letsAConnectionGoThatTakesNothing() {
        connection.full = true;
        for (int i = 0; i < 7; i++) {
            secondPasses();
        }
        assertThat(feed.watched()).as("5 seconds after what it did not take").isFalse();
    }

    private void secondPasses() {
        nanos.addAndGet(Duration.ofMillis(1_001).toNanos());
        feed.checkAlive();
    }
}
