package org.speakdraw.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.UserDirectories;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every command. */
public final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the database, logs and caches are kept (default: speakdraw in the "
                    + "user's own data directory).")
    private @Nullable Path path;

    public DataDirectory directory() {
        return new DataDirectory(path == null ? UserDirectories.data() : path);
    }
}
