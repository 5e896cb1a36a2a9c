package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {

    private static final Path DATABASE = Path.of("database");
    private static final Path EXPORTS = Path.of("exports");

    private final Map<Path, Long> free = new HashMap<>(Map.of(DATABASE, Long.MAX_VALUE, EXPORTS, Long.MAX_VALUE));
    private final DiskSpace disk = new DiskSpace(List.of(DATABASE, EXPORTS), free::get);

    @Test
    void isShortWhenAnyDiskIsAndUntilThereIsSomeMore() {
        assertThat(disk.isShort()).isFalse();
        free.put(EXPORTS, 100_000_000L);
        assertThat(disk.isShort()).isFalse();
        free.put(EXPORTS, 99_999_999L);
        assertThat(disk.isShort()).isTrue();
        free.put(EXPORTS, 119_999_999L);
        assertThat(disk.isShort()).isTrue();
        free.put(EXPORTS, 120_000_000L);
        assertThat(disk.isShort()).isFalse();
        free.put(DATABASE, 0L);
        assertThat(disk.isShort()).isTrue();
    }

    @Test
    void aFolderThatCannotBeAskedHasRoom() {
        assertThat(DiskSpace.freeBytes(Path.of("no-such-folder"))).isEqualTo(Long.MAX_VALUE);
        assertThat(DiskSpace.freeBytes(Path.of("."))).isPositive().isLessThan(Long.MAX_VALUE);
    }
}
