package org.speakdraw.inference.matting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.ShapeProfile;

/**
 * The {@code matting} folder of a bundle: {@code model.onnx} and perhaps {@code config.json} with {@code title},
 * {@code licence}, {@code downsample_ratio} (0 or none: automatic) and, for graphs of Robust Video Matting that do not
 * say it themselves, {@code recurrent_channels} (MobileNetV3: 16, 20, 40, 64; ResNet50: 16, 32, 64, 128).
 *
 * @param folder  absolute
 * @param title   for people
 * @param licence under which the weights are used; empty where unknown
 * @param ratio   to begin with
 * @param recurrentChannels of the four levels, finest first
 */
public record MattingBundle(
        Path folder, String title, String licence, DownsampleRatio ratio, List<Integer> recurrentChannels) {

    private static final String GRAPH = "model.onnx";
    private static final List<Integer> MOBILENET_V3 = List.of(16, 20, 40, 64);

    /** Takes a copy of the channels. */
    public MattingBundle {
        recurrentChannels = List.copyOf(recurrentChannels);
    }

    /** Whether the bundle in {@code bundleFolder} can tell persons from backgrounds at all. */
    public static boolean isIn(Path bundleFolder) {
        return Files.isRegularFile(bundleFolder.resolve("matting").resolve(GRAPH));
    }

    /**
     * Reads the small files of the {@code matting} folder of a bundle.
     *
     * @throws InferenceException {@code bundle-invalid}, naming the file that is missing or broken
     */
    public static MattingBundle of(Path bundleFolder) {
        return read(bundleFolder.resolve("matting"));
    }

    /** The same for the folder with the graph itself. */
    public static MattingBundle read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(GRAPH))) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, folder.resolve(GRAPH) + " is missing");
        }
        Path config = folder.resolve("config.json");
        JsonNode json = json(config);
        List<Integer> channels = new ArrayList<>();
        json.path("recurrent_channels").forEach(count -> channels.add(count.asInt(0)));
        if (channels.isEmpty()) {
            channels.addAll(MOBILENET_V3);
        }
        if (channels.size() != 4 || channels.stream().anyMatch(count -> count < 1 || count > 4096)) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    config + ": recurrent_channels is " + json.path("recurrent_channels"));
        }
        try {
            DownsampleRatio ratio =
                    new DownsampleRatio((float) json.path("downsample_ratio").asDouble(0));
            return new MattingBundle(
                    folder.toAbsolutePath().normalize(),
                    json.path("title").asText("Matting"),
                    json.path("licence").asText(""),
                    ratio,
                    channels);
        } catch (IllegalArgumentException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, config + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether the network works at a {@link DownsampleRatio} of the frame's size. Opens the graph to see, and closes
     * it.
     *
     * @throws InferenceException {@code bundle-invalid} if the graph cannot be read
     */
    public boolean heedsRatio() {
        try (OnnxModel model = OnnxModel.open(folder.resolve(GRAPH), OnnxDevice.open(DeviceOptions.cpu()))) {
            return RobustVideoMatting.recognises(model.inputs());
        }
    }

    /**
     * Loads the network; its kind is read from the graph's inputs. The caller closes it.
     *
     * @param maxRows frames in one call at most, where the graph leaves that open
     * @throws InferenceException {@code bundle-invalid} naming the file if the graph is of no known kind
     */
    public MattingModel open(OnnxDevice device, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("at most " + maxRows + " frames in a call; at least 1");
        }
        Path file = folder.resolve(GRAPH);
        OnnxModel model = OnnxModel.open(file, device, ShapeProfile.unknown());
        try {
            if (RobustVideoMatting.recognises(model.inputs())) {
                return new RobustVideoMatting(file, model, recurrentChannels, maxRows);
            }
            if (SelfieSegmentation.recognises(model.inputs())) {
                return new SelfieSegmentation(file, model, maxRows);
            }
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    file + ": from " + model.inputs()
                            + " is neither Robust Video Matting (src, r1i to r4i, downsample_ratio) nor selfie"
                            + " segmentation (one input [b, H, W, 3])");
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    private static JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return new ObjectMapper().createObjectNode();
        }
        try {
            JsonNode node = new ObjectMapper().readTree(file.toFile());
            if (!node.isObject()) {
                throw new InferenceException(InferenceError.BUNDLE_INVALID, file + ": it is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
