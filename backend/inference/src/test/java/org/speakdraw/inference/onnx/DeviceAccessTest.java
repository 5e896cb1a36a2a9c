package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeviceAccessTest {

    private final DeviceAccess access = new DeviceAccess(true);

    @Test
    void whoIsAloneWaitsForTheOthersAndTheyForIt() {
        List<String> order = new ArrayList<>();
        CountDownLatch alone = new CountDownLatch(1);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            await(alone);
            access.shared(() -> order.add("shared"));
        });
        assertThat(access.alone(() -> {
                    alone.countDown();
                    // Time enough for the other to be in the way, if it could.
                    assertThat(other).isNotDone();
                    order.add("alone");
                }))
                .isTrue();
        other.join();
        assertThat(order).containsExactly("alone", "shared");
    }

    @Test
    void nothingIsDoneAloneWhileOthersStay() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> access.shared(() -> {
            inside.countDown();
            await(leave);
            return true;
        }));
        await(inside);
        List<String> done = new ArrayList<>();
        assertThat(access.alone(() -> done.add("alone"))).isFalse();
        assertThat(done).isEmpty();
        // Others do not wait for one that has given up.
        assertThat(access.shared(() -> "shared")).isEqualTo("shared");
        leave.countDown();
        assertThat(other.join()).isTrue();
        assertThat(access.alone(() -> done.add("alone"))).isTrue();
    }

    @Test
    void theProcessorIsNotGuarded() {
        DeviceAccess free = new DeviceAccess(false);
        assertThat(access.shared(() -> free.alone(() -> {}))).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
