package org.speakdraw.checkpoint.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.speakdraw.checkpoint.CheckpointException;

/** An autoencoder by itself, such as TAESD: a folder with {@code config.json} and weights, or none. */
public final class Autoencoder implements AutoCloseable {

    private final OpenFiles files = new OpenFiles();
    private final Optional<Part> part;

    private Autoencoder(Optional<Path> folder) throws IOException {
        if (folder.isPresent() && !Files.isRegularFile(folder.get().resolve("config.json"))) {
            throw new CheckpointException(folder.get() + " has no config.json; an autoencoder is a folder in diffusers'"
                    + " layout, such as that of TAESD.");
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
     * @param folder empty where the checkpoint's own one is taken
     */
    public static Autoencoder open(Optional<Path> folder) throws IOException {
        return new Autoencoder(folder);
    }

    public Optional<Part> part() {
        return part;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
