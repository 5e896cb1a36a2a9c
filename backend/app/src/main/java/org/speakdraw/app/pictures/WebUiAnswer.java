package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.speakdraw.app.pictures.PicturePainter.Painted;
import org.speakdraw.app.pictures.PicturePainter.Picture;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.settings.Parameters;

/**
 * Pictures as the web front ends' clients read them.
 *
 * @param images     files in base64
 * @param parameters what was asked for, without the pictures
 * @param info       JSON in a text: what they were painted with
 */
record WebUiAnswer(List<byte[]> images, ObjectNode parameters, String info) {

    private static final List<String> PICTURES =
            List.of("init_images", "mask", "alwayson_scripts", "override_settings");

    static WebUiAnswer of(Painted painted, ObjectNode body, String modelId) {
        return new WebUiAnswer(
                painted.pictures().stream().map(Picture::file).toList(),
                body.deepCopy().without(PICTURES),
                Json.write(info(painted, modelId)));
    }

    private static ObjectNode info(Painted painted, String modelId) {
        ObjectNode info = Json.mapper().createObjectNode();
        String prompt = painted.settings().prompt();
        String negative = painted.settings().negativePrompt();
        int steps = painted.settings().get(Parameters.STEPS);
        int width = painted.size().width();
        int height = painted.size().height();
        info.put("prompt", prompt).put("negative_prompt", negative);
        info.put("seed", painted.settings().seed()).put("subseed", 0).put("subseed_strength", 0);
        info.put("width", width).put("height", height).put("steps", steps);
        info.put("sampler_name", WebUiLists.SAMPLER).put("cfg_scale", 1.0);
        info.put("batch_size", 1).put("denoising_strength", painted.settings().get(Parameters.STRENGTH));
        info.put("sd_model_name", modelId).putNull("sd_model_hash").put("index_of_first_image", 0);
        ArrayNode prompts = info.putArray("all_prompts");
        ArrayNode negatives = info.putArray("all_negative_prompts");
        ArrayNode seeds = info.putArray("all_seeds");
        ArrayNode texts = info.putArray("infotexts");
        for (Picture picture : painted.pictures()) {
            prompts.add(prompt);
            negatives.add(negative);
            seeds.add(picture.seed());
            texts.add("%s\nNegative prompt: %s\nSteps: %d, Sampler: %s, CFG scale: 1, Seed: %d, Size: %dx%d, Model: %s"
                    .formatted(prompt, negative, steps, WebUiLists.SAMPLER, picture.seed(), width, height, modelId));
        }
        return info;
    }
}
