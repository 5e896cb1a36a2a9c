package org.speakdraw.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void isForItsOwnerOnly() throws Exception {
        DataDirectory data = new DataDirectory(folder.resolve("a/b"));
        data.prepare();
        assertThat(permissions(data.root())).isEqualTo("rwx------");
        assertThat(data.logs()).isDirectory();
    }

    /** As when an administrator has made the folder, or a container's engine. */
    @Test
    void whatIsInItIsForItsOwnerOnlyWhereTheFolderIsNot() throws Exception {
        DataDirectory data = new DataDirectory(Files.createDirectory(
                folder.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))));
        data.prepare();
        data.clearScratch();
        assertThat(List.of(data.logs(), data.serverState(), data.cache(), data.scratch()))
                .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rwx------"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void saysThatTheDiskIsFullBeforeAnythingBreaks() {
        DataDirectory data = new DataDirectory(folder.resolve("data"));
        assertThatThrownBy(() -> data.prepare(Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        error -> assertThat(error.failure()).isEqualTo(Failure.DATA_DIRECTORY))
                .hasMessageContainingAll("is full", "MB are needed", "--data");
        assertThat(data.root()).doesNotExist();
    }

    @Test
    void saysThatItIsAFile() throws Exception {
        DataDirectory data = new DataDirectory(Files.createFile(folder.resolve("data")));
        assertThatThrownBy(data::prepare)
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        error -> assertThat(error.failure()).isEqualTo(Failure.DATA_DIRECTORY))
                .hasMessageContaining("is a file");
    }

    @Test
    void forgetsTheScratchFilesOfTheLastRun() throws Exception {
        DataDirectory data = new DataDirectory(folder);
        Files.createDirectories(data.scratch().resolve("deep"));
        Files.writeString(data.scratch().resolve("deep/file"), "left");
        data.clearScratch();
        assertThat(data.scratch()).isEmptyDirectory();
    }

    @Test
    void remembersWhatRuns() throws Exception {
        DataDirectory data = new DataDirectory(folder);
        assertThat(RunningInstance.load(data)).isEmpty();
        RunningInstance running = new RunningInstance(
                ProcessIdentity.of(ProcessHandle.current()),
                ProcessIdentity.of(ProcessHandle.current()),
                PartState.first(PartState.Condition.STARTING, Instant.now()),
                Optional.of(
                        PartState.first(PartState.Condition.UP, Instant.now()).ended(Instant.now(), "killed")),
                Instant.now(),
                URI.create("http://localhost:1/"),
                Path.of("/models/ä b"),
                "cpu",
                "embedded");
        running.save(data);
        assertThat(RunningInstance.load(data)).contains(running);
        assertThat(running.server().find()).isPresent();
        Files.writeString(data.stateFile(), "launcher=1\nserver=");
        assertThat(RunningInstance.load(data)).as("a note cut short").isEmpty();
    }

    @Test
    void followsTheCustomsOfTheSystem() {
        Path home = Path.of("/home/me");
        assertThat(UserDirectories.data("Linux", home, Map.of())).isEqualTo(home.resolve(".local/share/speakdraw"));
        assertThat(UserDirectories.data("Linux", home, Map.of("XDG_DATA_HOME", "/x")))
                .isEqualTo(Path.of("/x/speakdraw"));
        assertThat(UserDirectories.data("Mac OS X", home, Map.of()))
                .isEqualTo(home.resolve("Library/Application Support/SpeakDraw"));
        assertThat(UserDirectories.data("Windows 11", home, Map.of("LOCALAPPDATA", "/local")))
                .isEqualTo(Path.of("/local/SpeakDraw"));
    }
}
