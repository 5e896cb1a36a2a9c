package org.speakdraw.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    Path folder;

    @Test
    void showsOnlyTheErrorsSinceThisStart() throws Exception {
        Path file = folder.resolve("server.log");
        Files.writeString(file, "1 ERROR [a] an old error\n");
        long from = Files.size(file);
        Files.writeString(
                file,
                Files.readString(file) + "2 INFO  [b] fine\n3 ERROR [c] new error\nCaused by: something\n"
                        + "4 ERROR [d] WFLYSRV0026: started (with errors)\n");
        ServerLog log = new ServerLog(file, folder.resolve("console.log"), from);
        assertThat(log.bootFailed()).isTrue();
        assertThat(log.explanation())
                .contains("new error", "Caused by: something", file.toString())
                .doesNotContain("old error", "fine");
    }

    @Test
    void showsWhatTheJvmPrinted() throws Exception {
        Path console = Files.writeString(folder.resolve("console.log"), "Unrecognized VM option 'X'\n");
        ServerLog log = new ServerLog(folder.resolve("server.log"), console, 0);
        assertThat(log.bootFailed()).isFalse();
        assertThat(log.explanation()).contains("Unrecognized VM option 'X'");
    }
}
