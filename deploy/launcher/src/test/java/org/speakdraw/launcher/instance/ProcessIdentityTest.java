package org.speakdraw.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessIdentityTest {

    @Test
    void aProcessIsKnownAgainUntilItEnds() throws Exception {
        Process sleeping = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessIdentity written = ProcessIdentity.parse(
                    ProcessIdentity.of(sleeping.toHandle()).toString());
            assertThat(written.find()).contains(sleeping.toHandle());
            assertThat(new ProcessIdentity(sleeping.pid(), written.start() + "1").find())
                    .isEmpty();
            written.awaitEnd(Duration.ZERO);
            sleeping.waitFor();
            assertThat(written.find()).isEmpty();
        } finally {
            sleeping.destroyForcibly();
        }
    }

    /** The time of a start, as Java tells it, is the clock's of now less how long ago that was. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theClockHasNoPartInIt() throws Exception {
        ProcessHandle here = ProcessHandle.current();
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        assertThat(ProcessIdentity.of(here).toString()).matches(here.pid() + "@" + boot + "\\+\\d+");
    }
}
