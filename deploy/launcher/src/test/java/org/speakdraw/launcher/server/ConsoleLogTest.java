package org.speakdraw.launcher.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {

    @TempDir
    Path folder;

    @Test
    void keepsNoMoreThanThreeFilesOfABoundedSize() throws Exception {
        byte[] flood = "a line that is printed again and again\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        new ConsoleLog(folder.resolve("console.log"), 50_000).copy(new ByteArrayInputStream(flood));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> kept = files.toList();
            assertThat(kept).hasSize(3);
            for (Path file : kept) {
                assertThat(Files.size(file)).isLessThan(50_000 + 8192);
            }
        }
    }

    @Test
    void keepsTheLastWordsOfTheFormerStart() throws Exception {
        ConsoleLog log = new ConsoleLog(folder.resolve("console.log"));
        log.copy(text("why it crashed"));
        log.copy(text("the next start"));
        assertThat(folder.resolve("console.log")).hasContent("the next start");
        assertThat(folder.resolve("console.log.1")).hasContent("why it crashed");
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
