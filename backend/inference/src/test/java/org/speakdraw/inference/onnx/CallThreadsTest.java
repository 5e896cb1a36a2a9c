package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CallThreadsTest {

    @Test
    void aNetworkOfItsOwnThreadIsCalledByThatThreadAloneWhoeverCalls() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        try (CallThreads one = CallThreads.one("test")) {
            Thread[] callers = new Thread[8];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = new Thread(() -> one.call(() -> seen.add(Thread.currentThread())));
                callers[i].start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(seen).singleElement().isNotEqualTo(Thread.currentThread());
    }

    /** cuDNN's recursion is deeper than the usual stack of 1 MiB. */
    @Test
    void thereIsRoomForDeepRecursion() {
        try (CallThreads one = CallThreads.one("test")) {
            assertThat(one.<Integer, RuntimeException>call(() -> depth(200_000)))
                    .isEqualTo(200_000);
        }
    }

    private static int depth(int left) {
        return left == 0 ? 0 : 1 + depth(left - 1);
    }

    @Test
    void onTheProcessorNetworksRunOnTheirCallersThreads() {
        CallThreads threads = CallThreads.of(OnnxDevice.open(DeviceOptions.cpu()));
        assertThat(threads.<Thread, RuntimeException>call(Thread::currentThread))
                .isEqualTo(Thread.currentThread());
    }

    @Test
    void whatTheWorkThrowsTheCallerSees() {
        try (CallThreads one = CallThreads.one("test")) {
            assertThatThrownBy(() -> one.call(() -> {
                        throw new IOException("gone");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
            assertThatThrownBy(() -> one.call(() -> {
                        throw new LinkageError("missing");
                    }))
                    .isInstanceOf(LinkageError.class);
        }
    }

    @Test
    void aCallerThatIsInterruptedStillWaits() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (CallThreads one = CallThreads.one("test")) {
            boolean[] done = new boolean[2];
            Thread caller = new Thread(() -> {
                done[0] = one.call(() -> {
                    inside.countDown();
                    await(leave);
                    return true;
                });
                done[1] = Thread.currentThread().isInterrupted();
            });
            caller.start();
            inside.await();
            caller.interrupt();
            leave.countDown();
            caller.join();
            assertThat(done).containsExactly(true, true);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
