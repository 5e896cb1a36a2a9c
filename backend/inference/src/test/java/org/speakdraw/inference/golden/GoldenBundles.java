package org.speakdraw.inference.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Copies of the tiny reference bundle with some of its networks replaced by another form of the same network. */
public final class GoldenBundles {

    private static final String BASE = "diffusion/models/sd-turbo-tiny";
    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private GoldenBundles() {}

    /** TAESD, UNet with a vector of timesteps. */
    public static Path plain() {
        return variant("sd-turbo-tiny", Map.of());
    }

    /** The KL autoencoder, whose encoder gives mean and log variance. */
    public static Path kl() {
        return variant("sd-turbo-tiny-kl", Map.of("vae_encoder", "vae_encoder_kl", "vae_decoder", "vae_decoder_kl"));
    }

    /** Another graph of the UNet. */
    public static Path unet(String file) {
        return variant("unet-" + file.replace('/', '-'), Map.of("unet/model.onnx", file));
    }

    /** The text encoder that takes 32-bit ids. */
    public static Path int32Text() {
        return variant("text-int32", Map.of("text_encoder/model.onnx", "text_encoder_variants/model_int32.onnx"));
    }

    /** @param replaced a folder or file of the bundle -> the folder or file that takes its place */
    public static Path variant(String name, Map<String, String> replaced) {
        return MADE.computeIfAbsent(name, key -> {
            Golden.require(BASE);
            try {
                Path target = Files.createTempDirectory("bundle").resolve(name);
                for (String part :
                        new String[] {"tokenizer", "text_encoder", "unet", "vae_encoder", "vae_decoder", "scheduler"}) {
                    copy(Golden.file(BASE).resolve(replaced.getOrDefault(part, part)), target.resolve(part));
                }
                for (Map.Entry<String, String> entry : replaced.entrySet()) {
                    if (entry.getKey().endsWith(".onnx")) {
                        Path source = Golden.file(BASE).resolve(entry.getValue());
                        Files.copy(source, target.resolve(entry.getKey()), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                return target;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = Files.copy(file, target.resolve(file.getFileName()));
                copy.toFile().setWritable(true);
            }
        }
    }
}
