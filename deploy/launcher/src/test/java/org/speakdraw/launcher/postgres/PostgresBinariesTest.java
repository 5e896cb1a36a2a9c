package org.speakdraw.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

    @TempDir
    private Path cache;

    @Test
    void whatWasBrokenOffIsClearedAway() throws Exception {
        Path left = Files.createDirectories(cache.resolve("postgresql-unpacking123/bin"));
        Files.writeString(left.resolve("postgres"), "half of it");
        PostgresBinaries unpacked = PostgresBinaries.unpackedIn(cache);
        assertThat(unpacked.program("postgres")).isExecutable();
        assertThat(cache).isDirectoryNotContaining("glob:**/postgresql-unpacking*");
        assertThat(PostgresBinaries.unpackedIn(cache)).isEqualTo(unpacked);
    }
}
