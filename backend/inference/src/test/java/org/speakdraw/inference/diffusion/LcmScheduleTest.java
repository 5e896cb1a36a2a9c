package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.speakdraw.inference.golden.Closeness.assertClose;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.Numpy;

class LcmScheduleTest {

    private static final String SD =
            "{\"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\"}";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferenceSchedule() throws IOException {
        double[] alphas = config(SD).alphasCumprod();
        return Golden.tests("diffusion/schedule/lcm_schedule.npz", () -> {
            Numpy golden = Golden.numpy("diffusion/schedule/lcm_schedule.npz");
            List<DynamicTest> tests = new ArrayList<>();
            tests.add(dynamicTest(
                    "alphas_cumprod",
                    () -> assertThat(alphas)
                            .containsExactly(golden.get("alphas_cumprod").values(), within(1e-6))));
            tests.add(dynamicTest("c_skip and c_out", () -> {
                for (int t = 0; t < 1000; t++) {
                    StepCoefficients step = LcmSchedule.coefficients(t, alphas);
                    assertThat(step.cSkip())
                            .isCloseTo((float) golden.get("c_skip_by_t").values()[t], within(1e-6f));
                    assertThat(step.cOut())
                            .isCloseTo((float) golden.get("c_out_by_t").values()[t], within(1e-6f));
                }
            }));
            golden.arrays().forEach((name, array) -> {
                if (name.startsWith("timesteps_")) {
                    int[] expected = array.ints();
                    LcmSchedule schedule = new LcmSchedule(alphas, expected.length);
                    tests.add(dynamicTest(name, () -> {
                        for (int i = 0; i < expected.length; i++) {
                            assertThat(schedule.at(i).timestep()).isEqualTo(expected[i]);
                        }
                    }));
                }
            });
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferenceCases() throws IOException {
        double[] alphas = config(SD).alphasCumprod();
        return Golden.tests("diffusion/schedule/lcm_cases.json", () -> {
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonNode row : Golden.json("diffusion/schedule/lcm_cases.json")) {
                LcmSchedule schedule =
                        new LcmSchedule(alphas, row.path("num_inference_steps").asInt());
                String name = row.path("num_inference_steps") + " steps, " + row.path("t_index_list");
                tests.add(dynamicTest(name, () -> {
                    for (int i = 0; i < row.path("t_index_list").size(); i++) {
                        StepCoefficients step =
                                schedule.at(row.path("t_index_list").get(i).asInt());
                        assertThat(step.timestep())
                                .isEqualTo(row.path("sub_timesteps").get(i).asInt());
                        assertCoefficient(
                                step.a(), row.path("alpha_prod_t_sqrt").get(i));
                        assertCoefficient(step.b(), row.path("beta_prod_t_sqrt").get(i));
                        assertCoefficient(step.cSkip(), row.path("c_skip").get(i));
                        assertCoefficient(step.cOut(), row.path("c_out").get(i));
                    }
                }));
            }
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> aSingleStepIsTheClosedForm() throws IOException {
        double[] alphas = config(SD).alphasCumprod();
        return Golden.tests("diffusion/closed_form/single_step.npz", () -> {
            Numpy golden = Golden.numpy("diffusion/closed_form/single_step.npz");
            float[] z = golden.get("z").floats();
            float[] eps = golden.get("eps").floats();
            return golden.arrays().keySet().stream()
                    .filter(name -> name.startsWith("xt_"))
                    .map(name -> Integer.parseInt(name.substring(3)))
                    .map(t -> dynamicTest("t = " + t, () -> {
                        StepCoefficients step = LcmSchedule.coefficients(t, alphas);
                        float[] x = step.noised(z, golden.get("noise").floats(), new float[z.length]);
                        assertClose("x", x, golden.get("xt_" + t));
                        assertClose("x0", step.denoised(x, eps, new float[x.length]), golden.get("x0_" + t));
                        float[] guided =
                                Guidance.guided(eps, 1, golden.get("eps_uncond").floats(), 1.2f, new float[eps.length]);
                        assertClose(
                                "guided x0",
                                step.denoised(x, guided, new float[x.length]),
                                golden.get("x0_full_g1.2_" + t));
                        // What a model predicts instead of the noise means the same noise in the end.
                        float[] velocity = new float[z.length];
                        float[] clean = new float[z.length];
                        for (int i = 0; i < z.length; i++) {
                            clean[i] = (x[i] - step.b() * eps[i]) / step.a();
                            velocity[i] = step.a() * eps[i] - step.b() * clean[i];
                        }
                        PredictionType.V_PREDICTION.toNoise(velocity, x, step);
                        assertClose("velocity", velocity, golden.get("eps"));
                        assertClose("no boundary", clean, golden.get("x0_noboundary_" + t));
                        PredictionType.SAMPLE.toNoise(clean, x, step);
                        assertClose("sample", clean, golden.get("eps"));
                    }));
        });
    }

    @Test
    void aThinnedGridSpreadsOverAllTimesteps() throws IOException {
        double[] alphas = config(SD).alphasCumprod();
        LcmSchedule four = new LcmSchedule(alphas, 4);
        assertThat(Stream.of(0, 1, 2, 3).map(i -> four.at(i).timestep())).containsExactly(999, 759, 499, 259);
        LcmSchedule all = new LcmSchedule(alphas, 50);
        assertThat(all.at(List.of(0, 16, 49)).stream().map(StepCoefficients::timestep))
                .containsExactly(999, 679, 19);
        assertThatThrownBy(() -> new LcmSchedule(alphas, 51)).hasMessageContaining("51");
        assertThatThrownBy(() -> new LcmSchedule(alphas, 0)).hasMessageContaining("0");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> config("{\"beta_schedule\": \"sigmoid\"}"))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("scheduler_config.json")
                .hasMessageContaining("sigmoid");
        assertThatThrownBy(() -> config("{\"prediction_type\": \"flow\"}")).hasMessageContaining("flow");
        assertThatThrownBy(() -> config("{\"rescale_betas_zero_snr\": true}")).hasMessageContaining("noise alone");
        assertThatThrownBy(() -> config("{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}"))
                .hasMessageContaining("flow matching");
        assertThatThrownBy(() -> config("{\"prediction_type\": \"flow_prediction\"}"))
                .hasMessageContaining("flow matching");
        assertThatThrownBy(() -> config("{\"num_train_timesteps\": 3}")).hasMessageContaining("num_train_timesteps");
        assertThatThrownBy(() -> config("[]")).hasMessageContaining("not a JSON object");
        assertThatThrownBy(() -> config("{")).hasMessageContaining("cannot be read");
    }

    /** Numbers of diffusers' DDIMScheduler. */
    @Test
    void aScheduleMayEndInNoiseAlone() throws IOException {
        SchedulerConfig config =
                config(SD.replace("}", ", \"rescale_betas_zero_snr\": true, \"prediction_type\": \"v_prediction\"}"));
        double[] alphas = config.alphasCumprod();
        double[][] expected = {
            {0, 0.99914998}, {99, 0.88808566}, {499, 0.242359}, {799, 0.01788314}, {979, 8.57878e-5}, {998, 1.96796e-7}
        };
        for (double[] pair : expected) {
            assertThat(alphas[(int) pair[0]]).isCloseTo(pair[1], within(1e-6 * Math.max(0.1, pair[1])));
        }
        assertThat(alphas[999]).isPositive().isLessThan(1e-7);
    }

    /** There the velocity says all of the picture: {@code z = -v}. */
    @Test
    void ofNoiseAloneTheVelocityIsThePicture() throws IOException {
        SchedulerConfig config =
                config(SD.replace("}", ", \"rescale_betas_zero_snr\": true, \"prediction_type\": \"v_prediction\"}"));
        StepCoefficients last = LcmSchedule.coefficients(999, config.alphasCumprod());
        float[] noise = {1.7f, -0.4f};
        float[] velocity = {0.6f, 2.1f};
        config.prediction().toNoise(velocity, noise, last);
        float[] picture = last.denoised(noise, velocity, new float[2]);
        assertThat(picture[0]).isCloseTo(-0.6f, within(2e-3f));
        assertThat(picture[1]).isCloseTo(-2.1f, within(2e-3f));
    }

    /** Numbers of diffusers' LatentConsistencyModelPipeline. */
    @Test
    void embedsTheGuidanceThatAModelImitates() {
        float[] eight = {
            -0.85123587f, 0.5626711f, -0.435233f, 0.6816387f, -0.52478325f, -0.8266808f, -0.90031785f, 0.7316889f
        };
        assertThat(GuidanceEmbedding.waves(7.5f, 8)).containsExactly(eight, within(3e-4f));
    }

    @Test
    void readsLinearAndListedBetas() throws IOException {
        double[] linear = config("{\"beta_schedule\": \"linear\", \"beta_start\": 0.0001, \"beta_end\": 0.01}")
                .alphasCumprod();
        assertThat(linear[0]).isCloseTo(0.9999, within(1e-12));
        assertThat(linear[999]).isLessThan(linear[500]).isPositive();
        String betas = String.join(",", Collections.nCopies(50, "0.01"));
        double[] listed = config("{\"num_train_timesteps\": 50, \"trained_betas\": [" + betas + "]}")
                .alphasCumprod();
        assertThat(listed[49]).isCloseTo(Math.pow(0.99, 50), within(1e-12));
    }

    private static void assertCoefficient(float actual, JsonNode expected) {
        assertThat((double) actual).isCloseTo(expected.asDouble(), within(1e-6));
    }

    private SchedulerConfig config(String json) throws IOException {
        Files.createDirectories(folder.resolve("scheduler"));
        Files.writeString(folder.resolve("scheduler/scheduler_config.json"), json);
        return SchedulerConfig.read(new BundleFiles(folder));
    }
}
