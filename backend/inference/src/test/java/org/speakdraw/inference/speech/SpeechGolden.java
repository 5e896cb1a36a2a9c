package org.speakdraw.inference.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.Numpy;

/** The reference data of speech. */
final class SpeechGolden {

    static final String FEATURES = "whisper/features/manifest.json";
    static final String GREEDY = "whisper/tiny/greedy_golden.json";

    private SpeechGolden() {}

    /** 16-bit mono with the plain 44-byte header. */
    static float[] wav(String name) {
        try {
            byte[] bytes = Files.readAllBytes(Golden.require("whisper/audio/" + name + ".wav"));
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            float[] samples = new float[(bytes.length - 44) / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = buffer.getShort(44 + 2 * i) / 32768f;
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static float[] repeated(float[] samples, int times) {
        float[] all = new float[samples.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(samples, 0, all, i * samples.length, samples.length);
        }
        return all;
    }

    static Numpy.Array numpy(String name) {
        try {
            return Numpy.parse(Files.readAllBytes(Golden.require("whisper/" + name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Integer> ints(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values;
    }

    /** The tiny model and its tokenizer in one folder, as exporters lay it out. */
    static Path bundle() {
        try {
            Path folder = Files.createTempDirectory("speech");
            try (Stream<Path> files = Files.list(Golden.require("whisper/tiny"))) {
                for (Path file : files.filter(path -> path.toString().matches(".*(onnx|config\\.json)"))
                        .toList()) {
                    Files.createSymbolicLink(folder.resolve(file.getFileName()), file.toAbsolutePath());
                }
            }
            Files.createSymbolicLink(folder.resolve("vocab.json"), Golden.require("whisper/tokenizer/vocab.json"));
            Files.createSymbolicLink(
                    folder.resolve("added_tokens.json"), Golden.require("whisper/tokenizer/special_tokens.json"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
