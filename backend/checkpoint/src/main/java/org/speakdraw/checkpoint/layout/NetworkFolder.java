package org.speakdraw.checkpoint.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.speakdraw.checkpoint.CheckpointException;

/** A network by itself, such as TAESD or a ControlNet: a folder with {@code config.json} and weights, or none. */
public final class NetworkFolder implements AutoCloseable {

    private final OpenFiles files = new OpenFiles();
    private final Optional<Part> part;

    private NetworkFolder(Optional<Path> folder) throws IOException {
        if (folder.isPresent() && !Files.isRegularFile(folder.get().resolve("config.json"))) {
            throw new CheckpointException(folder.get()
                    + " has no config.json; an autoencoder or a ControlNet is a folder in" + " diffusers' layout.");
        }
        try {
            part = folder.isPresent() ? Optional.of(CheckpointFolder.part(folder.get(), files)) : Optional.empty();
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    /**
     * Opens it.
     *
     * @param folder empty where there is none
     */
    public static NetworkFolder open(Optional<Path> folder) throws IOException {
        return new NetworkFolder(folder);
    }

    public Optional<Part> part() {
        return part;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
