package org.speakdraw.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ThreadDumpTest {

    @TempDir
    Path folder;

    @Test
    void showsWhereAProgramHangs() throws Exception {
        Path log = folder.resolve("console.log");
        Process hanging = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HangingProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            Thread copier = new ConsoleLog(log).copyInBackground(hanging.getInputStream());
            await(log, "hangs from now on");
            boolean printed = new ThreadDump(hanging.pid(), text -> content(log).contains(text)).print();
            assertThat(printed).isTrue();
            assertThat(content(log)).contains("HangingProgram.main", "CountDownLatch.await");
            hanging.destroyForcibly().waitFor();
            copier.join();
        } finally {
            hanging.destroyForcibly();
        }
    }

    @Test
    void givesUpWhereThereIsNoSuchProcess() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(new ThreadDump(ended.pid(), text -> false).print()).isFalse();
    }

    private static void await(Path log, String text) throws InterruptedException {
        while (!content(log).contains(text)) {
            Thread.sleep(20);
        }
    }

    private static String content(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (java.io.IOException e) {
            return "";
        }
    }

    /** Waits for what never comes. */
    static final class HangingProgram {

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("hangs from now on");
            new CountDownLatch(1).await();
        }
    }
}
