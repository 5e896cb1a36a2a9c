package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.speakdraw.inference.golden.Closeness.assertClose;
import static org.speakdraw.inference.golden.Closeness.joined;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.StreamState.Beginning;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.Numpy;

/**
 * Recorded runs of the reference, every number of them, from its own noise and its own way to begin: of the published
 * code where its recordings are present, and of {@code models/testing/stream.py}, which states it again.
 */
class TraceReplayTest {

    private static final Map<List<Object>, float[]> ENCODED = new ConcurrentHashMap<>();
    private static final List<String> MANIFESTS =
            List.of("diffusion/manifest.json", "diffusion/made-manifest.json", "diffusion/made-sdxl-manifest.json");

    @TestFactory
    Stream<DynamicTest> agreesAtEveryStage() {
        return cases(name -> true, name -> new Replay(name).replayStages());
    }

    @TestFactory
    Stream<DynamicTest> agreesThroughTheTick() {
        return cases(TraceReplayTest::hasPictures, name -> new Replay(name).replayTicks());
    }

    @Test
    void anotherPromptIsNoticed() {
        Replay replay = new Replay("made-two-steps");
        replay.prompt = "B";
        assertThatThrownBy(replay::replayStages)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("unet_out");
    }

    private static boolean hasPictures(String name) {
        return Golden.numpy("diffusion/traces/" + name + "/trace.npz")
                        .get("decoded_frames")
                        .shape()[0]
                > 0;
    }

    private static Stream<DynamicTest> cases(Predicate<String> wanted, Consumer<String> check) {
        return MANIFESTS.stream()
                .flatMap(manifest -> Golden.tests(
                        manifest,
                        () -> StreamSupport.stream(
                                        Golden.json(manifest).path("cases").spliterator(), false)
                                .map(entry -> entry.path("case").asText())
                                .filter(wanted)
                                .map(name -> dynamicTest(name, () -> check.accept(name)))));
    }

    /** One recorded run. */
    private static final class Replay {

        private final JsonNode config;
        private final Numpy trace;
        private final Numpy prompts;
        private final int width;
        private final int height;
        private final int frameBuffer;
        private final boolean sequential;
        private final DiffusionStream stream;
        private final DiffusionBundle bundle;
        private final StreamParameters parameters;
        private final List<RecordedNoise> noise = new ArrayList<>();
        private final List<StreamState<Integer>> states = new ArrayList<>();
        private String prompt;

        Replay(String name) {
            config = Golden.json("diffusion/traces/" + name + "/case.json");
            trace = Golden.numpy("diffusion/traces/" + name + "/trace.npz");
            width = config.path("resolution").path("width").asInt();
            height = config.path("resolution").path("height").asInt();
            frameBuffer = config.path("frame_buffer_size").asInt();
            sequential = !config.path("use_denoising_batch").asBoolean();
            prompt = config.path("prompt").asText();
            boolean kl = config.path("vae").asText().equals("AutoencoderKL");
            String usual =
                    config.has("models") ? "diffusion/prompts/made-prompts.npz" : "diffusion/prompts/prompts.npz";
            prompts = Golden.numpy(config.path("prompts").asText(usual));
            Path networks = GoldenBundles.of(config.path("models").asText("diffusion/models/sd-turbo-tiny"), kl);
            bundle = DiffusionBundle.read(networks);
            stream = SharedStreams.of(networks);
            List<Integer> indices = new ArrayList<>();
            config.path("t_index_list").forEach(index -> indices.add(index.asInt()));
            parameters = new StreamParameters(
                    width,
                    height,
                    indices,
                    CfgType.valueOf(config.path("cfg_type").asText().toUpperCase(Locale.ROOT)),
                    (float) config.path("guidance_scale_arg").asDouble(),
                    (float) config.path("delta").asDouble(),
                    config.path("do_add_noise").asBoolean(),
                    config.path("seed").asLong(),
                    sequential);
            // A frame buffer is a batch of sessions that share their noise.
            for (int i = 0; i < frameBuffer; i++) {
                noise.add(new RecordedNoise(trace, i, sequential));
                states.add(new StreamState<>(noise.get(i), Beginning.ZEROS));
            }
        }

        void replayStages() {
            assertThat(config.path("num_inference_steps").asInt()).isEqualTo(TimestepSelection.GRID);
            LatentShape shape = bundle.latentShape(width, height);
            for (int frame = 0; frame < config.path("frames").asInt(); frame++) {
                List<StreamInput<Integer>> inputs = inputs(frame);
                List<float[]> latents = encode(inputs, shape);
                compare("img_latent", latents, frame);
                List<float[]> finished =
                        sequential ? denoiseInTurn(inputs, latents, shape) : denoise(inputs, latents, shape, frame);
                compare("x0_out", finished, frame);
                if (isDecoded(frame)) {
                    List<Frame> pictures = stream.decoder().decode(finished, shape);
                    List<Unrounded> decoded = new ArrayList<>();
                    for (int i = 0; i < pictures.size(); i++) {
                        float[] planes = Unrounded.decode(stream, finished.get(i), shape);
                        decoded.add(new Unrounded(states.get(i), planes, pictures.get(i), frame));
                    }
                    compareDecoded(decoded, frame);
                }
            }
        }

        void replayTicks() {
            for (int frame = 0; frame < config.path("frames").asInt(); frame++) {
                List<StreamInput<Integer>> inputs = inputs(frame);
                List<Unrounded> pictures = sequential
                        ? inputs.stream()
                                .map(input -> Unrounded.paint(stream, input))
                                .toList()
                        : Unrounded.advance(stream, inputs);
                compareDecoded(pictures, frame);
            }
        }

        private List<StreamInput<Integer>> inputs(int frame) {
            if (config.path("update_prompt_before_frame").asInt(-1) == frame) {
                prompt = config.path("update_prompt_to").asText();
            }
            Conditioning conditioning = new Conditioning(
                    embedding(prompt), embedding(config.path("negative_prompt").asText()));
            List<StreamInput<Integer>> inputs = new ArrayList<>();
            for (int i = 0; i < frameBuffer; i++) {
                noise.get(i).frame(frame);
                boolean painted = !config.path("mode").asText().equals("img2img");
                InputPicture picture = painted ? null : picture(frame * frameBuffer + i);
                inputs.add(new StreamInput<>(states.get(i), parameters, conditioning, picture, frame));
            }
            return inputs;
        }

        private InputPicture picture(int number) {
            return new InputPicture(
                    Golden.png(String.format("diffusion/frames/%dx%d/frame_%02d.png", height, width, number % 10)));
        }

        private TextEmbedding embedding(String name) {
            Numpy.Array values = prompts.get("embeds_" + name);
            float[] pooled = prompts.has("pooled_" + name)
                    ? prompts.get("pooled_" + name).floats()
                    : new float[0];
            return new TextEmbedding(values.shape()[1], values.shape()[2], values.floats(), pooled);
        }

        private List<float[]> encode(List<StreamInput<Integer>> inputs, LatentShape shape) {
            List<float[]> latents = new ArrayList<>();
            for (StreamInput<Integer> input : inputs) {
                InputPicture picture = input.picture();
                latents.add(picture == null ? null : encode(picture, input, shape));
            }
            return latents;
        }

        /** Encoding takes most of the time and most runs share their pictures. */
        private float[] encode(InputPicture picture, StreamInput<Integer> input, LatentShape shape) {
            Optional<float[]> posterior = input.state().source().posterior();
            if (posterior.isPresent()) {
                return stream.encoder()
                        .encode(List.of(new VaeEncoder.Item(picture, posterior)), shape, new TickMemory())
                        .get(0);
            }
            return ENCODED.computeIfAbsent(
                    List.of(stream, picture.frame()),
                    key -> stream.encoder()
                            .encode(List.of(new VaeEncoder.Item(picture, Optional.empty())), shape, new TickMemory())
                            .get(0));
        }

        /** A frame buffer without the stream batch: each frame by itself. */
        private List<float[]> denoiseInTurn(
                List<StreamInput<Integer>> inputs, List<float[]> latents, LatentShape shape) {
            SequentialDenoising denoising = new SequentialDenoising(
                    stream.unet(), stream.schedule(), bundle.scheduler().prediction());
            List<float[]> finished = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                finished.add(denoising.denoise(inputs.get(i), shape, latents.get(i)));
            }
            return finished;
        }

        private List<float[]> denoise(
                List<StreamInput<Integer>> inputs, List<float[]> latents, LatentShape shape, int frame) {
            List<DenoisingFrame<Integer>> frames = new ArrayList<>();
            List<UNetRow> rows = new ArrayList<>();
            List<float[]> newest = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                DenoisingFrame<Integer> denoising = new DenoisingFrame<>(
                        inputs.get(i),
                        stream.schedule(),
                        bundle.scheduler().prediction(),
                        shape,
                        latents.get(i),
                        new TickMemory());
                frames.add(denoising);
                rows.addAll(denoising.rows());
                newest.add(denoising.rows().get(0).latent());
            }
            List<float[]> predictions = stream.unet().predict(rows, shape, new TickMemory());
            compare("x_t_latent", newest, frame);
            compare("unet_sample", rows.stream().map(UNetRow::latent).toList(), frame);
            compareTimesteps(rows, frame);
            compare("unet_out", predictions, frame);
            compareSummary(predictions, frame);
            List<DenoisingFrame.Outcome<Integer>> outcomes = new ArrayList<>();
            int from = 0;
            for (DenoisingFrame<Integer> denoising : frames) {
                int to = from + denoising.rows().size();
                outcomes.add(denoising.finish(predictions.subList(from, to)));
                from = to;
            }
            compare(
                    "model_pred",
                    outcomes.stream().flatMap(outcome -> outcome.eps().stream()).toList(),
                    frame);
            compare(
                    "x0_batch",
                    outcomes.stream()
                            .flatMap(outcome -> outcome.estimates().stream())
                            .toList(),
                    frame);
            compare(
                    "stock_noise",
                    outcomes.stream()
                            .flatMap(outcome -> outcome.stock().stream())
                            .toList(),
                    frame);
            outcomes.forEach(DenoisingFrame.Outcome::commit);
            return outcomes.stream().map(DenoisingFrame.Outcome::latent).toList();
        }

        private void compare(String array, List<float[]> rows, int frame) {
            if (trace.has(array)) {
                assertClose(
                        array + " of frame " + frame,
                        joined(rows),
                        trace.get(array).at(frame));
            }
        }

        private void compareTimesteps(List<UNetRow> rows, int frame) {
            if (trace.has("unet_timestep")) {
                assertThat(rows.stream().mapToInt(row -> row.step().timestep()).toArray())
                        .as("timesteps of frame " + frame)
                        .containsExactly(trace.get("unet_timestep").at(frame).ints());
            }
        }

        private void compareSummary(List<float[]> predictions, int frame) {
            float[] all = joined(predictions);
            double sum = 0;
            double squares = 0;
            double largest = 0;
            for (float value : all) {
                sum += value;
                squares += (double) value * value;
                largest = Math.max(largest, Math.abs(value));
            }
            double mean = sum / all.length;
            double deviation = Math.sqrt(squares / all.length - mean * mean);
            assertClose(
                    "unet_out_summary of frame " + frame,
                    new float[] {(float) mean, (float) deviation, (float) largest},
                    trace.get("unet_out_summary").at(frame));
        }

        private boolean isDecoded(int frame) {
            return Arrays.stream(trace.get("decoded_frames").ints()).anyMatch(recorded -> recorded == frame);
        }

        private void compareDecoded(List<Unrounded> pictures, int frame) {
            int[] recorded = trace.get("decoded_frames").ints();
            for (int i = 0; i < recorded.length; i++) {
                if (recorded[i] == frame) {
                    for (int j = 0; j < pictures.size(); j++) {
                        String what = "picture " + j + " of frame " + frame;
                        assertClose(
                                what,
                                pictures.get(j).planes(),
                                trace.get("decoded").at(i).at(j));
                        assertClose(
                                what,
                                pictures.get(j).picture(),
                                trace.get("decoded_u8").at(i).at(j));
                    }
                }
            }
        }
    }
}
