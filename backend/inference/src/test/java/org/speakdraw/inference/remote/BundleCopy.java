package org.speakdraw.inference.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.speakdraw.inference.golden.TinyGraph;

/** A bundle whose files can be changed, and what they were copied from stays as it is. */
record BundleCopy(Path folder) {

    static BundleCopy of(Path bundle, Path into) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(bundle)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = into.resolve(bundle.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return new BundleCopy(into);
    }

    /** Another UNet. */
    Path unet(TinyGraph graph) {
        return graph.write(folder.resolve("unet/model.onnx"));
    }

    /** Nothing but a UNet can be loaded of it any more. */
    void breakAllButUNet() throws IOException {
        for (String network : List.of("text_encoder", "vae_encoder", "vae_decoder")) {
            Files.writeString(folder.resolve(network).resolve("model.onnx"), "nothing");
        }
    }
}
