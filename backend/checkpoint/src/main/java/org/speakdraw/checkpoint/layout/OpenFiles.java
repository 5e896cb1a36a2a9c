package org.speakdraw.checkpoint.layout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;
import org.speakdraw.checkpoint.safetensors.StoredTensor;
import org.speakdraw.checkpoint.safetensors.TensorFile;
import org.speakdraw.checkpoint.torch.TorchFile;

/** The files of weights that a checkpoint has open. */
final class OpenFiles implements AutoCloseable {

    private final List<TensorFile> files = new ArrayList<>();

    /** All tensors of {@code paths}, the shards of one network. */
    Map<String, StoredTensor> open(List<Path> paths) throws IOException {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Path path : paths) {
            TensorFile file = TorchFile.isMeantBy(path) ? TorchFile.open(path) : SafetensorsFile.open(path);
            files.add(file);
            file.tensors().forEach((name, tensor) -> {
                if (tensors.put(name, tensor) != null) {
                    throw new CheckpointException(path + " has " + name + ", which another file has too.");
                }
            });
        }
        return tensors;
    }

    @Override
    public void close() throws IOException {
        for (TensorFile file : files) {
            file.close();
        }
    }
}
