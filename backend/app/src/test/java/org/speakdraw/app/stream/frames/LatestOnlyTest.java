package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LatestOnlyTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> worked = new ArrayList<>();
    private final LatestOnly<Integer> mailbox = new LatestOnly<>(this::take, worked::add);
    private boolean refusing;

    @Test
    void worksOnTheNewestItemOnly() {
        assertThat(mailbox.offer(1)).isEmpty();
        assertThat(mailbox.offer(2)).contains(1);
        assertThat(mailbox.offer(3)).contains(2);
        runAll();
        assertThat(worked).containsExactly(3);
    }

    @Test
    void hasOneTaskWhateverTheProducerDoes() {
        for (int i = 0; i < 1000; i++) {
            mailbox.offer(i);
        }
        assertThat(tasks).hasSize(1);
    }

    @Test
    void takesTheNextItemAfterTheLast() {
        mailbox.offer(1);
        runAll();
        assertThat(mailbox.offer(2)).isEmpty();
        runAll();
        assertThat(worked).containsExactly(1, 2);
    }

    @Test
    void losesNothingButReplacedItemsUnderContention() throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger atOnce = new AtomicInteger();
        CountDownLatch last = new CountDownLatch(1);
        int items = 20_000;
        LatestOnly<Integer> busy = new LatestOnly<>(workers, item -> {
            assertThat(atOnce.incrementAndGet()).isEqualTo(1);
            seen.add(item);
            atOnce.decrementAndGet();
            if (item == items - 1) {
                last.countDown();
            }
        });
        int replaced = 0;
        for (int i = 0; i < items; i++) {
            replaced += busy.offer(i).size();
        }
        assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
        workers.shutdown();
        assertThat(seen).isSorted().hasSize(items - replaced);
    }

    @Test
    void givesBackWhatTheExecutorDoesNotTake() {
        refusing = true;
        assertThat(mailbox.offer(1)).containsExactly(1);
        refusing = false;
        assertThat(mailbox.offer(2)).isEmpty();
        assertThat(mailbox.offer(3)).containsExactly(2);
        runAll();
        assertThat(worked).containsExactly(3);
    }

    @Test
    void worksOnWhatWaitsWhenTheExecutorTakesNoFurtherTask() {
        List<Integer> seen = new ArrayList<>();
        List<LatestOnly<Integer>> self = new ArrayList<>();
        self.add(new LatestOnly<>(this::take, item -> {
            seen.add(item);
            refusing = true;
            if (item < 3) {
                assertThat(self.get(0).offer(item + 1)).isEmpty();
            }
        }));
        self.get(0).offer(1);
        runAll();
        assertThat(seen).containsExactly(1, 2, 3);
        refusing = false;
        self.get(0).offer(7);
        runAll();
        assertThat(seen).endsWith(7);
    }

    private void take(Runnable task) {
        if (refusing) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        tasks.add(task);
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }
}
