package org.speakdraw.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.speakdraw.checkpoint.layout.IpAdapter;
import org.speakdraw.checkpoint.layout.NetworkFolder;
import org.speakdraw.checkpoint.network.ImageEncoderGraph;
import org.speakdraw.checkpoint.network.NetworkConfig;

/** The files that image prompts are made of, open, where the user wants any. */
final class ImagePromptFiles implements AutoCloseable {

    private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] CLIP_DEVIATION = {0.26862954, 0.26130258, 0.27577711};
    private static final int BICUBIC = 3;

    private final Optional<IpAdapter> adapter;
    private final NetworkFolder encoder;

    private ImagePromptFiles(Optional<ImportOptions.ImageChoice> choice) throws IOException {
        encoder = NetworkFolder.open(choice.map(ImportOptions.ImageChoice::encoder));
        try {
            adapter =
                    choice.isPresent() ? Optional.of(IpAdapter.open(choice.get().adapter())) : Optional.empty();
        } catch (Throwable e) {
            encoder.close();
            throw e;
        }
    }

    static ImagePromptFiles open(Optional<ImportOptions.ImageChoice> choice) throws IOException {
        return new ImagePromptFiles(choice);
    }

    Optional<BundleNetworks.ImagePrompts> prompts() {
        return adapter.flatMap(file -> encoder.part().map(part -> new BundleNetworks.ImagePrompts(file, part)));
    }

    /** Refuses an adapter that is for another kind of model; called when all weights have been asked for. */
    void requireAllTaken() {
        adapter.ifPresent(IpAdapter::requireAllTaken);
    }

    /** How an image becomes what the encoder sees, as Hugging Face's {@code CLIPImageProcessor} says it. */
    ObjectNode preprocessor() {
        int side = encoder.part()
                .map(part -> ImageEncoderGraph.side(new NetworkConfig("image encoder", part.config())))
                .orElseThrow();
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("image_processor_type", "CLIPImageProcessor")
                .put("resample", BICUBIC);
        config.putObject("size").put("shortest_edge", side);
        config.putObject("crop_size").put("height", side).put("width", side);
        for (int channel = 0; channel < CLIP_MEAN.length; channel++) {
            config.withArray("image_mean").add(CLIP_MEAN[channel]);
            config.withArray("image_std").add(CLIP_DEVIATION[channel]);
        }
        return config;
    }

    @Override
    public void close() throws IOException {
        try {
            encoder.close();
        } finally {
            if (adapter.isPresent()) {
                adapter.get().close();
            }
        }
    }
}
