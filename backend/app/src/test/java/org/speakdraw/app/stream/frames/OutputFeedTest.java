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
        private boolean allowed = true;
        private int checks;

        @Override
        public void offer(OutputFrame frame) {
            seen.add(frame.tag().sequence());
        }

        @Override
        public void checkAlive() {
            checks++;
        }

        @Override
        public boolean allowed() {
            return allowed;
        }

        @Override
        public void close() {
            feed.remove(this);
        }
    }

    @Test
    void showsEveryPictureToEverybodyAndTheLastOneToNewcomers() {
        Watching first = new Watching();
        feed.add(first);
        feed.painted(picture(1));
        feed.painted(picture(2));
        Watching second = new Watching();
        feed.add(second);
        feed.painted(picture(3));
        assertThat(first.seen).containsExactly(1L, 2L, 3L);
        assertThat(second.seen).containsExactly(2L, 3L);
        assertThat(feed.latest().orElseThrow().tag().sequence()).isEqualTo(3);
    }

    @Test
    void wantsPicturesOnlyWhileSomebodyWatchesAndIsNeverBehind() {
        assertThat(feed.wantsPictures()).isFalse();
        Watching viewer = new Watching();
        feed.add(viewer);
        assertThat(feed.wantsPictures()).isTrue();
        assertThat(feed.behind()).isFalse();
        viewer.close();
        assertThat(feed.wantsPictures()).isFalse();
    }

    @Test
    void letsOnlySoManyIn() {
        feed.add(new Watching());
        feed.add(new Watching());
        assertThatThrownBy(() -> feed.add(new Watching()))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("server-full"));
    }

    @Test
    void closesThoseWhoMayWatchNoLongerOrAll() {
        Watching own = new Watching();
        Watching shared = new Watching();
        feed.add(own);
        feed.add(shared);
        feed.checkAlive();
        assertThat(own.checks + shared.checks).isEqualTo(2);
        shared.allowed = false;
        feed.closeRefused();
        feed.painted(picture(1));
        assertThat(shared.seen).isEmpty();
        assertThat(own.seen).containsExactly(1L);
        feed.close();
        assertThat(feed.watched()).isFalse();
    }

    @Test
    void whoseAddressWasTakenBackMeanwhileDoesNotGetIn() {
        Watching late = new Watching();
        late.allowed = false;
        feed.closeRefused();
        assertThatThrownBy(() -> feed.add(late))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("session-unknown"));
        feed.painted(picture(1));
        assertThat(late.seen).isEmpty();
        assertThat(feed.watched()).isFalse();
    }

    private static OutputFrame picture(long sequence) {
        return new OutputFrame(new FrameTag(sequence, 0, 0), new byte[0]);
    }
}
