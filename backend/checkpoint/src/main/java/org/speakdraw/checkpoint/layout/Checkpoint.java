package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.speakdraw.checkpoint.CheckpointException;

/** A published model on disk. Closing it closes its files. */
public interface Checkpoint extends AutoCloseable {

    /**
     * A network.
     *
     * @param name {@code unet}, {@code vae}, {@code text_encoder} or {@code text_encoder_2}
     * @throws CheckpointException if there is none
     */
    Part part(String name) throws IOException;

    /** {@code scheduler_config.json}. */
    JsonNode scheduler() throws IOException;

    /** Folder of {@code tokenizer} or {@code tokenizer_2}; empty where it has none. */
    Optional<Path> tokenizer(String name);

    @Override
    void close() throws IOException;
}
