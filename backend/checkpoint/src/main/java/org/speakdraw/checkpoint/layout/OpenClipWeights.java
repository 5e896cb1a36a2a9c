package org.speakdraw.checkpoint.layout;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.checkpoint.graph.Weights;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/** OpenCLIP's text encoder, whose queries, keys and values are one matrix, and whose projection lies transposed. */
record OpenClipWeights(StoredNames stored) implements Weights {

    private static final Pattern PROJECTION =
            Pattern.compile("encoder\\.layers\\.(\\d+)\\.self_attn\\.([qkv])_proj\\.(weight|bias)");
    private static final List<String> ORDER = List.of("q", "k", "v");

    @Override
    public Optional<StoredTensor> find(String name) {
        Matcher projection = PROJECTION.matcher(name);
        if (projection.matches()) {
            String all = "transformer.resblocks." + projection.group(1) + ".attn.in_proj_" + projection.group(3);
            int part = ORDER.indexOf(projection.group(2));
            return stored.take(all).map(tensor -> tensor.part(part, ORDER.size()));
        }
        if (name.equals("text_projection.weight")) {
            return stored.take("text_projection").map(StoredTensor::transposed);
        }
        return stored.take(LdmNames.openClip(name));
    }
}
