package org.speakdraw.app.safety;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.speakdraw.inference.Frame;

/** Filters under test. */
public final class TestSafety {

    private TestSafety() {}

    /** A watch that looks at nothing. */
    public static PictureWatch blindWatch() {
        return new PictureWatch(config(SafetyScope.OFF), Optional.empty(), TestSafety::noJudge, System::nanoTime);
    }

    /** A watch over everybody that looks with {@code judge} when a test tells it to, and takes no time for it. */
    public static PictureWatch watch(ToDoubleFunction<Frame> judge, LongSupplier nanoTime) {
        return new PictureWatch(
                config(SafetyScope.ALL),
                Optional.empty(),
                () -> new PictureWatch.Judge() {
                    @Override
                    public double unfit(Frame frame) {
                        return judge.applyAsDouble(frame);
                    }

                    @Override
                    public void close() {}
                },
                nanoTime);
    }

    /** What the schedule does of a watch. */
    public static void look(PictureWatch watch) {
        watch.round();
    }

    /** Words for whoever is in class, and pictures of {@code pictures}. */
    public static SafetyConfig config(SafetyScope pictures) {
        return new SafetyConfig(
                SafetyScope.CLASSROOM,
                List.of("forbiddenword"),
                pictures,
                0.7,
                Duration.ofSeconds(1),
                1,
                true,
                3,
                Duration.ofDays(1));
    }

    private static PictureWatch.Judge noJudge() {
        throw new AssertionError("nothing is to be looked at");
    }
}
