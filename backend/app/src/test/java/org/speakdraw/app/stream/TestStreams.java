package org.speakdraw.app.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.settings.StreamSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.TimestepSelection;
import org.speakdraw.inference.imaging.JpegCodec;

/** Settings, frames and limits of streams under test. */
public final class TestStreams {

    public static final DiffusionBundle BUNDLE = DiffusionBundle.read(Path.of("../../models/handmade"));
    public static final SettingsSchema SCHEMA = StreamSchema.of(BUNDLE, 60);
    public static final StreamLimits LIMITS = limits(4);
    public static final JpegCodec CODEC = new JpegCodec(LIMITS.jpeg());

    private TestStreams() {}

    /** Limits of a server with {@code places}. */
    public static StreamLimits limits(int places) {
        return new StreamLimits(
                places,
                60,
                2,
                3,
                2,
                1 << 20,
                1 << 20,
                1 << 24,
                1 << 16,
                Duration.ofSeconds(60),
                Duration.ofSeconds(300),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                true);
    }

    /** The defaults with some changes: {@code "strength":0.4,"seed":7}. */
    public static StreamSettings settings(String changes) {
        return SCHEMA.apply(SCHEMA.defaults(), changes(changes));
    }

    /** Changes as they come from a client. */
    public static ObjectNode changes(String changes) {
        return Json.read("{" + changes + "}", ObjectNode.class, ApiError.SETTINGS_INVALID);
    }

    /** Settings made ready without an encoder: no network ever sees them. */
    public static PreparedSettings prepared(StreamSettings settings) {
        TextEmbedding nothing = embedding(0);
        return new PreparedSettings(
                settings, settings.streamParameters(TimestepSelection.LINEAR), new Conditioning(nothing, nothing));
    }

    /** An embedding with one value. */
    public static TextEmbedding embedding(float value) {
        return new TextEmbedding(1, 1, new float[] {value});
    }

    /** Stages that nobody looks at. */
    public static FrameStages stages() {
        return new FrameStages(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** A client's frame of one grey. */
    public static InputFrame frame(long sequence, int grey) {
        return new InputFrame(new FrameTag(sequence, 0, 0), 0, jpeg(grey), 0);
    }

    /** A JPEG of 64 x 64 pixels of one grey. */
    public static byte[] jpeg(int grey) {
        return CODEC.encode(picture(grey), 90);
    }

    /** 64 x 64 pixels of one grey. */
    public static Frame picture(int grey) {
        byte[] rgb = new byte[3 * 64 * 64];
        java.util.Arrays.fill(rgb, (byte) grey);
        return new Frame(64, 64, rgb);
    }
}
