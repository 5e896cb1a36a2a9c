package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A ControlNet under the names of the original repository; its shapes tell what it is like. */
final class LdmControlNet {

    private static final String HINT = "input_hint_block.";
    /** The hint's convolutions are in every second place, and every second one of them is a width's first. */
    private static final int PLACES_A_WIDTH = 4;

    private LdmControlNet() {}

    static Part part(StoredNames stored, UsualSizes sizes) {
        UNetShapes shapes = UNetShapes.of(stored, sizes);
        int places = 0;
        while (stored.has(HINT + places + ".weight")) {
            places += 2;
        }
        int last = places - 2;
        ObjectNode config = shapes.config();
        config.put("_class_name", "ControlNetModel").remove(List.of("out_channels", "up_block_types"));
        ArrayNode widths = config.putArray("conditioning_embedding_out_channels");
        for (int place = 0; place < last; place += PLACES_A_WIDTH) {
            widths.add(stored.size(HINT + place + ".weight", 0));
        }
        return new Part(
                config, name -> stored.take(LdmNames.controlNet(name, shapes.layers(), last)), stored::untouched);
    }
}
