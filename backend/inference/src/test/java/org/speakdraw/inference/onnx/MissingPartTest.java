package org.speakdraw.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingPartTest {

    /** Messages as the dynamic linker, CUDA and ONNX Runtime write them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory | cuDNN 9
            Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: No such file or directory | CUDA 12
            Failed to load library libonnxruntime_providers_cuda.so with error: libcufft.so.11: cannot open shared object file: No such file or directory | CUDA 12
            Failed to load library libonnxruntime_providers_cuda.so with error: libcublas.so.13: cannot open shared object file: No such file or directory | CUDA 13
            Failed to load library libonnxruntime_providers_tensorrt.so with error: libnvinfer.so.10: cannot open shared object file | TensorRT 10
            CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=-1 | driver
            CUDA failure 100: no CUDA-capable device is detected ; GPU=0 | no NVIDIA GPU
            CUDA failure 101: invalid device ordinal ; GPU=7 | nvidia-smi lists
            CUDA failure 2: out of memory ; GPU=0 | memory of the GPU is full
            CUDA execution provider is not enabled in this build. | onnxruntime_gpu
            Error code - ORT_EP_FAIL - message: Failed to find CUDA shared provider | onnxruntime_gpu
            """)
    void namesWhatIsMissingAndWhatHelps(String message, String remedy) {
        assertThat(MissingPart.of(message))
                .hasValueSatisfying(found -> assertThat(found).contains(remedy));
    }

    @ParameterizedTest
    @CsvSource({"something else", "''"})
    void saysNothingOfWhatItDoesNotKnow(String message) {
        assertThat(MissingPart.of(message)).isEmpty();
    }
}
