package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.RawNetwork;

/**
 * A finished picture, and what it was before it became bytes: decoded by the bundle's own graph, as its file has it. That
 * the one is the other, rounded, is checked whenever one is made.
 *
 * @param planes [3, H, W], about -1..1
 */
record Unrounded(StreamState<Integer> state, float[] planes, Frame picture, int tag) {

    /** Of what the two floating-point computations may differ by, in levels. */
    private static final double SLACK = 0.01;

    Unrounded {
        int area = picture.width() * picture.height();
        assertThat(planes).hasSize(3 * area);
        for (int i = 0; i < planes.length; i++) {
            double exact = Math.max(0, Math.min(255, (planes[i] + 1) * 127.5));
            double rounded = picture.rgb()[i % area * 3 + i / area] & 0xFF;
            assertThat(Math.abs(rounded - exact)).as("levels off").isLessThanOrEqualTo(0.5 + SLACK);
        }
    }

    /** What {@link DiffusionStream#advance} gives. */
    static List<Unrounded> advance(DiffusionStream stream, List<StreamInput<Integer>> inputs) {
        Map<StreamState<Integer>, float[]> latents = new IdentityHashMap<>();
        TickResult<Integer> result = stream.advance(
                inputs, outcome -> latents.put(outcome.state(), outcome.latent().clone()));
        assertThat(result.timings().rows())
                .isEqualTo(inputs.stream()
                        .mapToInt(input -> input.parameters().rows())
                        .sum());
        List<Unrounded> pictures = new ArrayList<>();
        for (StreamOutput<Integer> output : result.outputs()) {
            Frame picture = output.picture();
            LatentShape shape = stream.bundle().latentShape(picture.width(), picture.height());
            float[] planes = decode(stream, latents.get(output.state()), shape);
            pictures.add(new Unrounded(output.state(), planes, picture, output.tag()));
        }
        return pictures;
    }

    /** What {@link DiffusionStream#paint} gives. */
    static Unrounded paint(DiffusionStream stream, StreamInput<Integer> input) {
        StreamParameters parameters = input.parameters();
        LatentShape shape = stream.bundle().latentShape(parameters.width(), parameters.height());
        float[] latent = stream.denoise(input);
        Frame picture = stream.decoder().decode(List.of(latent), shape).get(0);
        return new Unrounded(input.state(), decode(stream, latent, shape), picture, input.tag());
    }

    /** Planes of a finished latent. */
    static float[] decode(DiffusionStream stream, float[] finished, LatentShape shape) {
        DiffusionBundle bundle = stream.bundle();
        VaeConfig vae = bundle.vae();
        float[] unscaled = new float[finished.length];
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] = finished[i] / vae.scalingFactor() + vae.shiftFactor();
        }
        long[] given = {1, shape.channels(), shape.height(), shape.width()};
        return RawNetwork.run(
                bundle.files().require("vae_decoder/model.onnx"),
                unscaled,
                given,
                1,
                3,
                (long) shape.height() * vae.spatialFactor(),
                (long) shape.width() * vae.spatialFactor());
    }
}
