package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

class SearchesTest {

    private static final String SCHOOL = "192.0.2.1";

    private final Searches searches = new Searches();

    @Test
    void boundsAParticipantAndNobodyBesideIt() {
        Optional<UUID> ada = Optional.of(UUID.randomUUID());
        assertThatThrownBy(() -> {
                    // More than a minute's worth, even if a slow machine takes a while for them.
                    for (int i = 0; i < 100 * Searches.PER_MINUTE; i++) {
                        searches.run(ada, SCHOOL, () -> 1);
                    }
                })
                .isInstanceOfSatisfying(RequestException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS);
                    assertThat(refusal.retryAfter()).isPresent();
                });
        assertThat(searches.<Integer>run(Optional.of(UUID.randomUUID()), SCHOOL, () -> 2))
                .isEqualTo(2);
        assertThat(searches.<Integer>run(Optional.empty(), SCHOOL, () -> 3)).isEqualTo(3);
    }

    @Test
    void runsTwoAtOnceAndTheOthersInTurn() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch bothRun = new CountDownLatch(Searches.AT_ONCE);
        Semaphore go = new Semaphore(0);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?>[] all = new Future<?>[3];
            for (int i = 0; i < all.length; i++) {
                all[i] = threads.submit(() -> searches.run(Optional.empty(), SCHOOL, () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    bothRun.countDown();
                    go.acquireUninterruptibly();
                    return running.decrementAndGet();
                }));
            }
            bothRun.await();
            go.release(all.length);
            for (Future<?> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
            assertThat(most).hasValue(Searches.AT_ONCE);
        } finally {
            threads.shutdownNow();
        }
    }
}
