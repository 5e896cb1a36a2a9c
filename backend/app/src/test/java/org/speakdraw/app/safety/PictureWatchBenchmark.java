package org.speakdraw.app.safety;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.safety.PictureFilter;

/**
 * What looking at pictures costs: {@code PictureWatchBenchmark SESSIONS SECONDS CPU_SHARE}. All sessions have another
 * picture, in and out, at every look, which is the most there can be to do.
 */
public final class PictureWatchBenchmark {

    private PictureWatchBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        int sessions = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        double share = Double.parseDouble(arguments[2]);
        SafetyConfig config = new SafetyConfig(
                SafetyScope.OFF,
                List.of(),
                SafetyScope.ALL,
                0.999,
                Duration.ofSeconds(1),
                share,
                true,
                3,
                Duration.ofDays(1));
        AtomicInteger looks = new AtomicInteger();
        AtomicLong cpu = new AtomicLong();
        PictureFilter filter = PictureFilter.open();
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        PictureWatch watch =
                new PictureWatch(config, Optional.of(scheduler), () -> judge(filter, looks, cpu), System::nanoTime);
        List<PictureGuard> guards = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            guards.add(watch.guard());
        }
        watch.start(config);
        SplittableRandom random = new SplittableRandom(1);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            for (PictureGuard guard : guards) {
                guard.seesInput(noise(random));
                guard.seesOutput(noise(random), System.nanoTime());
            }
            Thread.sleep(500);
        }
        watch.stop();
        scheduler.shutdown();
        double each = (double) sessions * 2 * seconds / looks.get();
        System.out.printf(
                "%d sessions, share %.2f: %.1f looks a second, each end of a session every %.1f s, %.0f %% of a core%n",
                sessions, share, (double) looks.get() / seconds, each, cpu.get() / 1e7 / seconds);
    }

    private static PictureWatch.Judge judge(PictureFilter filter, AtomicInteger looks, AtomicLong cpu) {
        return new PictureWatch.Judge() {
            @Override
            public double unfit(Frame frame) {
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                double unfit = filter.judge(frame).unfit();
                cpu.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
                looks.incrementAndGet();
                return unfit;
            }

            @Override
            public void close() {
                filter.close();
            }
        };
    }

    /** Another one each time: blocks of one colour. */
    private static Frame noise(SplittableRandom random) {
        int side = 256;
        byte[] rgb = new byte[3 * side * side];
        int colour = random.nextInt(1 << 24);
        for (int i = 0; i < side * side; i++) {
            rgb[3 * i] = (byte) (colour >> 16);
            rgb[3 * i + 1] = (byte) ((colour >> 8) + i / side / 64 * 40);
            rgb[3 * i + 2] = (byte) (colour + i % side / 64 * 40);
        }
        return new Frame(side, side, rgb);
    }
}
