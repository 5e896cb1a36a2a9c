package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.Numpy;

class OnnxDeviceTest {

    @TempDir
    private Path folder;

    @Test
    void readsDevicesAsPeopleWriteThem() {
        assertThat(parsed(" CPU ").device()).isEqualTo("cpu");
        assertThat(parsed("cuda").device()).isEqualTo("cuda:0");
        assertThat(parsed("TensorRT:2").index()).isEqualTo(2);
        assertThat(parsed("tensorrt:2").kind()).isEqualTo("tensorrt");
        assertThat(parsed("cpu:1").kind()).isEqualTo("cpu");
        for (String wrong : List.of("", "gpu", "cuda:", "cuda:x", "cpu:", "cuda:-1")) {
            assertThatThrownBy(() -> parsed(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cuda:N");
        }
        assertThatThrownBy(() -> DeviceOptions.parse("cpu", -1, 0, false, folder))
                .hasMessageContaining("-1");
    }

    @Test
    void takesTheCpuWhereAGpuIsMissingAndSaysSo() {
        for (String wish : List.of("cuda:97", "tensorrt:97")) {
            OnnxDevice device = OnnxDevice.open(parsed(wish));
            assertThat(device.name()).isEqualTo("cpu");
            assertThat(device.fallback())
                    .hasValueSatisfying(reason -> assertThat(reason)
                            .containsIgnoringCase(wish.substring(0, 4))
                            .contains("is not available here")
                            .endsWith("running on the CPU"));
        }
        assertThat(OnnxDevice.open(DeviceOptions.cpu()).fallback()).isEmpty();
    }

    @Test
    void takesNothingInItsPlaceWhereNoOtherWillDo() {
        assertThatThrownBy(() -> OnnxDevice.open(parsed("cuda:97").andNoOther()))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("device-unavailable"))
                .hasMessageStartingWith("CUDA is not available here");
        assertThat(OnnxDevice.open(DeviceOptions.cpu().andNoOther()).name()).isEqualTo("cpu");
    }

    @Test
    void whatCannotBeRecordedInOneLayoutIsTriedInTheOther() {
        OnnxDevice replaying = OnnxDevice.open(DeviceOptions.cpu().withReplay(true));
        SessionPlan pictures = new SessionPlan(Map.of(), false, true);
        assertThat(pictures.bindings(replaying))
                .containsExactly(pictures.recorded(true), SessionPlan.PLAIN.recorded(true), pictures);
        assertThat(SessionPlan.PLAIN.bindings(replaying))
                .containsExactly(SessionPlan.PLAIN.recorded(true), SessionPlan.PLAIN);
        assertThat(pictures.bindings(OnnxDevice.open(DeviceOptions.cpu()))).isEmpty();
    }

    @Test
    void rangesAreKnownOfAllInputsThatChangeTheirSizesOrNone() {
        TensorInfo changing = new TensorInfo("sample", ElementType.FLOAT32, List.of(-1L, 4L));
        TensorInfo fixed = new TensorInfo("scale", ElementType.FLOAT32, List.of(1L));
        TensorInfo other = new TensorInfo("other", ElementType.FLOAT32, List.of(-1L));
        ShapeProfile.Range range = new ShapeProfile.Range(List.of(1L, 4L), List.of(2L, 4L), List.of(4L, 4L));
        ShapeProfile profile = input -> input.equals(changing) ? Optional.of(range) : Optional.empty();
        assertThat(profile.ranges(List.of(changing, fixed))).containsExactly(Map.entry(changing, range));
        assertThat(profile.ranges(List.of(changing, fixed, other))).isEmpty();
    }

    @Test
    void namesTheFileThatIsMissingOrNoGraph() throws IOException {
        OnnxDevice cpu = OnnxDevice.open(DeviceOptions.cpu());
        Path broken = Files.writeString(folder.resolve("model.onnx"), "not a graph");
        for (Path file : List.of(broken, folder.resolve("missing.onnx"))) {
            assertThatThrownBy(() -> OnnxModel.open(file, cpu))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void readsNamesRanksAndTypesFromTheGraph() {
        Path unet = Golden.require(GoldenBundles.base() + "/unet/model_steps_i64.onnx");
        try (OnnxModel model = OnnxModel.open(unet, OnnxDevice.open(DeviceOptions.cpu()))) {
            assertThat(model.inputs())
                    .extracting(TensorInfo::name)
                    .containsExactly("sample", "timestep", "encoder_hidden_states");
            assertThat(model.inputs())
                    .extracting(TensorInfo::type)
                    .containsExactly(ElementType.FLOAT32, ElementType.INT64, ElementType.FLOAT32);
            assertThat(model.inputs()).extracting(TensorInfo::rank).containsExactly(4, 1, 3);
            assertThat(model.outputs()).hasSize(1);
        }
    }

    @Test
    void aRunWithAWrongShapeNamesNetworkAndShapes() {
        Path decoder = Golden.require(GoldenBundles.base() + "/vae_decoder/model.onnx");
        try (OnnxModel model = OnnxModel.open(decoder, OnnxDevice.open(DeviceOptions.cpu()))) {
            TensorBuffer in = new TensorBuffer(model.inputs().get(0));
            TensorBuffer out = new TensorBuffer(model.outputs().get(0));
            in.shape(1, 5, 8, 8);
            out.shape(1, 3, 64, 64);
            assertThatThrownBy(() -> model.run(List.of(in), List.of(out)))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("model-failed"))
                    .hasMessageContaining("vae_decoder/model.onnx")
                    .hasMessageContaining("[1, 5, 8, 8]");
        }
    }

    @Test
    void buffersHoldWhatTheGraphWants() {
        for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT16)) {
            TensorBuffer buffer = new TensorBuffer(new TensorInfo("x", type, List.of(-1L, 3L)));
            buffer.shape(2, 3);
            buffer.write(0, new float[] {0, 1, -0.5f, 0.25f, 999, 6e-5f});
            buffer.write(1, 679L);
            float[] read = new float[6];
            buffer.read(0, read);
            assertThat(read[1]).isEqualTo(679f);
            assertThat(read[4]).isEqualTo(999f);
            assertThat(read[5]).isBetween(5.9e-5f, 6.1e-5f);
            buffer.shape(100, 3);
            buffer.clear();
            buffer.read(0, read);
            assertThat(read).containsOnly(0f);
            assertThatThrownBy(() -> buffer.shape(1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void halvesInRecordingsAreRead() {
        // 1, -2, the smallest subnormal
        byte[] header = "{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }".getBytes();
        byte[] npy = new byte[10 + header.length + 6];
        npy[6] = 1;
        npy[8] = (byte) header.length;
        System.arraycopy(header, 0, npy, 10, header.length);
        byte[] values = {0x00, 0x3C, 0x00, (byte) 0xC0, 0x01, 0x00};
        System.arraycopy(values, 0, npy, 10 + header.length, values.length);
        assertThat(Numpy.parse(npy).values()).containsExactly(1, -2, 0x1p-24);
    }

    private DeviceOptions parsed(String device) {
        return DeviceOptions.parse(device, 0, 0, false, folder);
    }
}
