package org.speakdraw.app.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.Frame;

/** With a filter that calls what is dark unfit, and a clock and a schedule in the test's hands. */
class PictureWatchTest {

    private static final Frame DARK = TestStreams.picture(0);
    private static final Frame GREY = TestStreams.picture(120);
    private static final Frame LIGHT = TestStreams.picture(240);

    private final AtomicLong nanos = new AtomicLong(1);
    private final List<Frame> judged = new ArrayList<>();
    private Duration cost = Duration.ZERO;
    private final PictureWatch watch = TestSafety.watch(this::judge, nanos::get);
    private final List<String> told = new ArrayList<>();
    private final PictureGuard guard = guard("");
    /** What happens while the filter looks. */
    private Runnable meanwhile = () -> {};

    private double judge(Frame frame) {
        judged.add(frame);
        nanos.addAndGet(cost.toNanos());
        meanwhile.run();
        if (frame.width() == 1) {
            throw new IllegalStateException("a bug of the filter");
        }
        return frame.rgb()[0] == 0 ? 0.9 : 0.1;
    }

    private PictureGuard guard(String name) {
        PictureGuard made = watch.guard();
        made.tell(new PictureGuard.Listener() {
            @Override
            public void covered(boolean on) {
                told.add(name + (on ? "covered" : "shown"));
            }

            @Override
            public void cleared(long until) {
                told.add(name + "cleared " + until);
            }
        });
        return made;
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        watch.round();
    }

    @Test
    void coversAtOnceAndShowsAgainAfterTwoHarmlessLooks() {
        guard.seesOutput(DARK, nanos.get());
        watch.round();
        assertThat(guard.covered()).isTrue();
        guard.seesOutput(LIGHT, nanos.get());
        pass(1);
        assertThat(guard.covered()).isTrue();
        pass(1);
        assertThat(guard.covered()).isFalse();
        assertThat(told).startsWith("covered", "shown").hasSize(3);
    }

    @Test
    void aPictureThatStaysIsLookedAtOnceAndOneThatIsUnfitStaysCovered() {
        guard.seesOutput(LIGHT, nanos.get());
        pass(1);
        pass(1);
        pass(1);
        assertThat(judged).hasSize(1);
        guard.seesOutput(DARK, nanos.get());
        for (int second = 0; second < 5; second++) {
            pass(1);
        }
        assertThat(guard.covered()).isTrue();
        assertThat(judged).as("the same picture is not judged anew").hasSize(2);
    }

    @Test
    void looksAtWhatComesInToo() {
        guard.seesInput(DARK);
        guard.seesOutput(LIGHT, nanos.get());
        pass(1);
        pass(0);
        assertThat(judged).containsExactlyInAnyOrder(DARK, LIGHT);
        assertThat(guard.covered()).isTrue();
        guard.seesNoInput();
        guard.seesOutput(GREY, nanos.get());
        pass(1);
        assertThat(guard.covered()).as("painted from words alone").isFalse();
    }

    @Test
    void saysUntilWhenPicturesAreHarmless() {
        guard.seesOutput(LIGHT, nanos.get());
        nanos.addAndGet(10);
        watch.round();
        assertThat(told).containsExactly("cleared " + nanos.get());
        guard.seesInput(GREY);
        long meanwhile = nanos.addAndGet(10);
        guard.seesOutput(GREY, meanwhile);
        nanos.addAndGet(10);
        watch.round();
        assertThat(told).last().as("what went out meanwhile was not looked at").isEqualTo("cleared " + meanwhile);
    }

    @Test
    void comesToWhoHasWaitedLongest() {
        PictureGuard other = guard("other ");
        guard.seesOutput(LIGHT, nanos.get());
        watch.round();
        other.seesOutput(LIGHT, nanos.get());
        guard.seesOutput(DARK, nanos.get());
        pass(1);
        assertThat(told).anyMatch(text -> text.startsWith("other cleared"));
        assertThat(guard.covered()).isFalse();
        pass(0);
        assertThat(guard.covered()).isTrue();
    }

    @Test
    void restsAsLongAsItsShareAsks() {
        PictureWatch busy = new PictureWatch(
                new SafetyConfig(
                        SafetyScope.ALL,
                        List.of(),
                        SafetyScope.ALL,
                        0.7,
                        Duration.ofMillis(100),
                        1e-6,
                        true,
                        3,
                        Duration.ofDays(1)),
                Optional.empty(),
                () -> new PictureWatch.Judge() {
                    @Override
                    public double unfit(Frame frame) {
                        return judge(frame);
                    }

                    @Override
                    public void close() {}
                },
                nanos::get);
        PictureGuard one = busy.guard();
        cost = Duration.ofMillis(10);
        one.seesOutput(LIGHT, nanos.get());
        busy.round();
        one.seesOutput(DARK, nanos.get());
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        busy.round();
        assertThat(judged).hasSize(1);
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        busy.round();
        assertThat(judged).hasSize(2);
    }

    @Test
    void aFilterThatFailsIsAskedAgainLater() {
        guard.seesOutput(new Frame(1, 1, new byte[3]), nanos.get());
        watch.round();
        assertThat(watch.health().up()).isFalse();
        assertThat(told).isEmpty();
        guard.seesOutput(DARK, nanos.get());
        pass(1);
        assertThat(watch.health().up()).isTrue();
        assertThat(guard.covered()).isTrue();
    }

    @Test
    void looksAtWhatIsLeftWhenItIsToldTo() {
        guard.seesInput(LIGHT);
        guard.seesOutput(GREY, nanos.get());
        guard.settle();
        assertThat(judged).containsExactly(LIGHT, GREY);
        assertThat(told).last().isEqualTo("cleared " + nanos.get());
        guard.settle();
        assertThat(judged).hasSize(2);
    }

    @Test
    void whatWasForgottenWhileItWasLookedAtIsNotHeldAgainstAnybody() {
        meanwhile = guard::seesNoInput;
        guard.seesInput(DARK);
        watch.round();
        assertThat(guard.covered()).isFalse();
        meanwhile = () -> {};
        guard.seesInput(DARK);
        pass(1);
        assertThat(guard.covered()).isTrue();
    }

    @Test
    void aClosedGuardIsLetGoAndOneThatIsOffKeepsNothing() {
        guard.seesOutput(DARK, nanos.get());
        guard.close();
        watch.round();
        assertThat(judged).isEmpty();
        PictureGuard off = TestSafety.blindWatch().guard();
        off.inClass();
        off.seesOutput(DARK, nanos.get());
        assertThat(off.dueSince(Long.MAX_VALUE)).isEmpty();
    }
}
