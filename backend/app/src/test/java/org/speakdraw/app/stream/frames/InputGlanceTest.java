package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.TestStreams;

class InputGlanceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final InputGlance glance = new InputGlance();

    @Test
    void holdsOnToNothingWhileNobodyLooks() {
        glance.offer(frame(1), 0);
        assertThat(glance.look(SECOND)).as("came before anybody looked").isEmpty();
        glance.offer(frame(2), 2 * SECOND);
        assertThat(glance.look(2 * SECOND)).contains(TestStreams.jpeg(2));
        assertThat(glance.look(4 * SECOND)).as("a drawing at rest").contains(TestStreams.jpeg(2));
        glance.expire(6 * SECOND);
        assertThat(glance.look(6 * SECOND)).contains(TestStreams.jpeg(2));
        glance.expire(10 * SECOND);
        assertThat(glance.look(10 * SECOND)).isEmpty();
    }

    @Test
    void isTheSameArrayAsLongAsTheFrameIsTheSame() {
        glance.look(0);
        glance.offer(frame(1), 0);
        assertThat(glance.look(0).orElseThrow()).isSameAs(glance.look(0).orElseThrow());
        glance.offer(frame(3), 0);
        assertThat(glance.look(0)).contains(TestStreams.jpeg(3));
        glance.offer(InputFrame.empty(new FrameTag(4, 0, 0)), 0);
        assertThat(glance.look(0)).as("painted from words alone").isEmpty();
    }

    private static InputFrame frame(int grey) {
        return new InputFrame(new FrameTag(grey, 0, 0), 0, TestStreams.jpeg(grey), 0);
    }
}
