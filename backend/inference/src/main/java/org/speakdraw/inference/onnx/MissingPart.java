package org.speakdraw.inference.onnx;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a GPU lacks, and what helps, read out of the errors of ONNX Runtime, CUDA and the dynamic linker. The first one
 * that fits counts.
 */
record MissingPart(Pattern sign, String remedy) {

    private static final List<MissingPart> KNOWN = List.of(
            part("libnvinfer", "TensorRT 10 is missing; install it, or take the device cuda"),
            part("libcudnn|cudnn64", "cuDNN 9 is missing; install it for the CUDA version that is here"),
            part(
                    "\\.so\\.1[12]\\b[^:]*: cannot open|cublas(Lt)?64_12|cudart64_12",
                    "the libraries of CUDA 12 are missing; install them, or see CUDA 13 in deploy/README.md"),
            part(
                    "\\.so\\.13\\b[^:]*: cannot open|cublas(Lt)?64_13",
                    "the libraries of CUDA 13 are missing; install them"),
            part(
                    "driver version is insufficient|CUDA failure 35\\b",
                    "the NVIDIA driver is too old for this CUDA; update it"),
            part(
                    "libcuda\\.so|no CUDA-capable device|CUDA failure 100\\b",
                    "there is no NVIDIA GPU or no driver for it; nvidia-smi shows both"),
            part(
                    "invalid device ordinal|CUDA failure 101\\b|device_id",
                    "there is no GPU of this number; nvidia-smi lists them"),
            part("out of memory|CUDA failure 2\\b", "the memory of the GPU is full; nvidia-smi shows what holds it"),
            part(
                    "(?i)failed to find \\w+ shared provider|not supported in this build|not compiled|was not built|providers_(cuda|shared|tensorrt)|not enabled",
                    "this build has no GPU support; build with SPEAKDRAW_MAVEN_ARGS=-Donnxruntime.artifact=onnxruntime_gpu"));

    /** For people; empty where nobody knows. */
    static Optional<String> of(String message) {
        return KNOWN.stream()
                .filter(part -> part.sign().matcher(message).find())
                .findFirst()
                .map(MissingPart::remedy);
    }

    private static MissingPart part(String sign, String remedy) {
        return new MissingPart(Pattern.compile(sign), remedy);
    }
}
