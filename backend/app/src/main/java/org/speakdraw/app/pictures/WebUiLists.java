package org.speakdraw.app.pictures;

import java.util.Optional;
import org.speakdraw.app.platform.Json;

/** What the web front ends' API lists: one model, one way to sample it, and nothing of what only they have. */
final class WebUiLists {

    /** The field's name for how consistency models are sampled. */
    static final String SAMPLER = "LCM";

    private final String modelId;

    WebUiLists(String modelId) {
        this.modelId = modelId;
    }

    /** The JSON at {@code path} below {@code /sdapi/v1}, empty where nothing is listed. */
    Optional<String> at(String path) {
        return Optional.ofNullable(
                switch (path) {
                    case "/options" ->
                        "{\"sd_model_checkpoint\":%s,\"sd_vae\":\"None\",\"samples_format\":\"png\",\"CLIP_stop_at_last_layers\":1}"
                                .formatted(quoted(modelId));
                    case "/sd-models" ->
                        "[{\"title\":%1$s,\"model_name\":%1$s,\"hash\":null,\"sha256\":null,\"filename\":%1$s,\"config\":null}]"
                                .formatted(quoted(modelId));
                    case "/samplers" -> "[{\"name\":\"" + SAMPLER + "\",\"aliases\":[\"k_lcm\"],\"options\":{}}]";
                    case "/schedulers" -> "[{\"name\":\"automatic\",\"label\":\"Automatic\",\"aliases\":[]}]";
                    case "/upscalers" ->
                        "[{\"name\":\"None\",\"model_name\":null,\"model_path\":null,\"model_url\":null,\"scale\":4}]";
                    case "/progress" ->
                        "{\"progress\":0.0,\"eta_relative\":0.0,\"state\":{\"skipped\":false,\"interrupted\":false,\"job\":\"\","
                                + "\"job_count\":0,\"job_timestamp\":\"0\",\"job_no\":0,\"sampling_step\":0,\"sampling_steps\":0},"
                                + "\"current_image\":null,\"textinfo\":null}";
                    case "/embeddings" -> "{\"loaded\":{},\"skipped\":{}}";
                    case "/scripts" -> "{\"txt2img\":[],\"img2img\":[]}";
                    case "/cmd-flags" -> "{}";
                    case "/latent-upscale-modes",
                            "/sd-vae",
                            "/sd-modules",
                            "/loras",
                            "/hypernetworks",
                            "/face-restorers",
                            "/realesrgan-models",
                            "/prompt-styles",
                            "/script-info" -> "[]";
                    default -> null;
                });
    }

    private static String quoted(String text) {
        return Json.write(text);
    }
}
