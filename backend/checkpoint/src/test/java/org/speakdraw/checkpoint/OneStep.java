package org.speakdraw.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From words and a picture to a picture through all graphs of a bundle, each taking what the one before has made: with the
 * noise and the timesteps that diffusers took, the others' values being the bundle's own.
 */
record OneStep(Path bundle, Golden golden) {

    private static final int TRAINED_STEPS = 1000;
    private static final double BETA_START = 0.00085;
    private static final double BETA_END = 0.012;

    /** The largest difference from diffusers' picture, of 255. */
    int difference() {
        Golden.Values painted = golden.values("painted");
        float[] own = painted();
        int largest = 0;
        for (int i = 0; i < own.length; i++) {
            largest = Math.max(largest, Math.abs(eightBits(own[i]) - eightBits(painted.numbers()[i])));
        }
        return largest;
    }

    private float[] painted() {
        Map<String, Golden.Values> given = new HashMap<>();
        for (String name : List.of("timestep", "input_ids")) {
            given.put(name, golden.values(name));
        }
        given.put("timestep_cond", new Golden.Values(new float[2 * 32], new long[] {2, 32}));
        embed(given);
        Golden.Values noise = golden.values("noise");
        int size = noise.numbers().length / 2;
        double factor = tiny() ? 1 : sdxl() ? 0.13025 : 0.18215;
        double[] kept = {kept(0), kept(1)};
        float[] latent = latent(size);
        float[] noisy = new float[2 * size];
        for (int i = 0; i < noisy.length; i++) {
            double alpha = kept[i / size];
            noisy[i] =
                    (float) (Math.sqrt(alpha) * factor * latent[i % size] + Math.sqrt(1 - alpha) * noise.numbers()[i]);
        }
        given.put("sample", new Golden.Values(noisy, noise.shape()));
        float[] predicted = new Graph(bundle.resolve("unet/model.onnx")).run("out_sample", noise.sizes(), given);
        float[] clean = new float[noisy.length];
        for (int i = 0; i < clean.length; i++) {
            double alpha = kept[i / size];
            double noisePart = Math.sqrt(1 - alpha) * predicted[i];
            double estimate =
                    velocity() ? Math.sqrt(alpha) * noisy[i] - noisePart : (noisy[i] - noisePart) / Math.sqrt(alpha);
            clean[i] = (float) (estimate / factor);
        }
        return new Graph(bundle.resolve("vae_decoder/model.onnx"))
                .run(
                        "sample",
                        golden.values("painted").sizes(),
                        Map.of("latent_sample", new Golden.Values(clean, noise.shape())));
    }

    private void embed(Map<String, Golden.Values> given) {
        Golden.Values states = golden.values("encoder_hidden_states");
        int width = (int) states.shape()[2];
        Graph encoder = new Graph(bundle.resolve("text_encoder/model.onnx"));
        if (!sdxl()) {
            float[] words = encoder.run("last_hidden_state", states.sizes(), given);
            given.put("encoder_hidden_states", new Golden.Values(words, states.shape()));
            return;
        }
        int first = 16;
        Graph other = new Graph(bundle.resolve("text_encoder_2/model.onnx"));
        String output = "penultimate_hidden_state";
        float[] one = encoder.run(output, List.of(2L, 77L, (long) first), given);
        float[] two = other.run(output, List.of(2L, 77L, (long) width - first), given);
        float[] both = new float[states.numbers().length];
        for (int token = 0; token < both.length / width; token++) {
            System.arraycopy(one, token * first, both, token * width, first);
            System.arraycopy(two, token * (width - first), both, token * width + first, width - first);
        }
        Golden.Values pooled = golden.values("text_embeds");
        float[] text = other.run("text_embeds", pooled.sizes(), given);
        given.put("encoder_hidden_states", new Golden.Values(both, states.shape()));
        given.put("text_embeds", new Golden.Values(text, pooled.shape()));
        given.put("time_ids", golden.values("time_ids"));
    }

    /** The mean, without the autoencoder's factor. */
    private float[] latent(int size) {
        Golden.Values latent = golden.values("latent");
        Map<String, Golden.Values> picture = Map.of("sample", golden.values("picture"));
        Graph encoder = new Graph(bundle.resolve("vae_encoder/model.onnx"));
        List<Long> twice = List.of(1L, 8L, latent.shape()[2], latent.shape()[3]);
        float[] encoded = tiny()
                ? encoder.run("latent_sample", latent.sizes(), picture)
                : encoder.run("latent_parameters", twice, picture);
        return Arrays.copyOf(encoded, size);
    }

    private boolean tiny() {
        return golden.file().toString().contains("taesd");
    }

    private boolean sdxl() {
        return Files.exists(bundle.resolve("text_encoder_2"));
    }

    private boolean velocity() {
        return golden.file().getFileName().toString().startsWith("sd2");
    }

    /** The part of the variance that is the picture's at a row's timestep. */
    private double kept(int row) {
        double kept = 1;
        float timestep = golden.values("timestep").numbers()[row];
        for (int step = 0; step <= timestep; step++) {
            double way = step / (TRAINED_STEPS - 1.0);
            double root = Math.sqrt(BETA_START) + way * (Math.sqrt(BETA_END) - Math.sqrt(BETA_START));
            kept *= 1 - root * root;
        }
        return kept;
    }

    private static int eightBits(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, value / 2 + 0.5f)));
    }
}
