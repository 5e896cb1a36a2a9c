package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;

class OutputFeedTest {

    private final OutputFeed feed = new OutputFeed(2);

    private final class Watching implements Viewer {
        private final List<Long> seen = new ArrayList<>();
        private final boolean shared;
        private int checks;

        Watching(boolean shared) {
            this.shared = shared;
        }

        @Override
        public void offer(OutputFrame frame) {
            seen.add(frame.tag().sequence());
        }

        @Override
        public void checkAlive() {
            checks++;
        }

        @Override
        public boolean shared() {
            return shared;
        }

        @Override
        public void close() {
            feed.remove(this);
        }
    }

    @Test
    void showsEveryPictureToEverybodyAndTheLastOneToNewcomers() {
        Watching first = new Watching(false);
        feed.add(first);
        feed.painted(picture(1));
        feed.painted(picture(2));
        Watching second = new Watching(false);
        feed.add(second);
        feed.painted(picture(3));
        assertThat(first.seen).containsExactly(1L, 2L, 3L);
        assertThat(second.seen).containsExactly(2L, 3L);
        assertThat(feed.latest().orElseThrow().tag().sequence()).isEqualTo(3);
    }

    @Test
    void wantsPicturesOnlyWhileSomebodyWatchesAndIsNeverBehind() {
        assertThat(feed.wantsPictures()).isFalse();
        Watching viewer = new Watching(false);
        feed.add(viewer);
        assertThat(feed.wantsPictures()).isTrue();
        assertThat(feed.behind()).isFalse();
        viewer.close();
        assertThat(feed.wantsPictures()).isFalse();
    }

    @Test
    void letsOnlySoManyIn() {
        feed.add(new Watching(false));
        feed.add(new Watching(false));
        assertThatThrownBy(() -> feed.add(new Watching(false)))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("server-full"));
    }

    @Test
    void closesSharedViewersAloneOrAll() {
        Watching own = new Watching(false);
        Watching shared = new Watching(true);
        feed.add(own);
        feed.add(shared);
        feed.checkAlive();
        assertThat(own.checks + shared.checks).isEqualTo(2);
        feed.closeShared();
        feed.painted(picture(1));
        assertThat(shared.seen).isEmpty();
        assertThat(own.seen).containsExactly(1L);
        feed.close();
        assertThat(feed.watched()).isFalse();
    }

    private static OutputFrame picture(long sequence) {
        return new OutputFrame(new FrameTag(sequence, 0, 0), new byte[0]);
    }
}
