package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportResourceTest {

    private final ExportTurns turns = new ExportTurns(1);

    @TempDir
    private Path folder;

    /** As the container does when the connection is gone. */
    private static final class HungUp extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    /** As a mistake of ours, or of the container's. */
    private static final class Mistaken extends OutputStream {

        @Override
        public void write(int value) {
            throw new IllegalStateException("a mistake");
        }
    }

    @Test
    void sendsAFileOnceAndLeavesNothingBehind() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        fetch(sent);
        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("a film");
        assertNothingIsLeft();
    }

    @Test
    void whoHangsUpDuringADownloadGivesThePlaceAndTheRoomBack() throws IOException {
        for (int i = 0; i <= ExportTurns.MAX_HELD; i++) {
            fetch(new HungUp());
        }
        assertNothingIsLeft();
    }

    @Test
    void aMistakeGivesThemBackToo() throws IOException {
        for (int i = 0; i <= ExportTurns.MAX_HELD; i++) {
            assertThatThrownBy(() -> fetch(new Mistaken())).isInstanceOf(IllegalStateException.class);
        }
        assertNothingIsLeft();
    }

    private void fetch(OutputStream out) throws IOException {
        Path file = Files.writeString(folder.resolve("export.tmp"), "a film");
        ExportTurns.Turn turn = turns.begin(UUID.randomUUID(), "owner");
        turn.made();
        ExportResource.sending(turn, file).write(out);
    }

    private void assertNothingIsLeft() {
        assertThat(folder).isEmptyDirectory();
    }
}
