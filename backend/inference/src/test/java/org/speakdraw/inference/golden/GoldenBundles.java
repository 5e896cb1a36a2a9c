package org.speakdraw.inference.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Copies of a tiny bundle with some of its networks replaced by another form of the same network: of the recorded
 * reference where it is present, otherwise of the one that comes with the sources.
 */
public final class GoldenBundles {

    /** Of SDXL's shape, made by {@code models/testing/sdxl.py}. */
    public static final String SDXL = "diffusion/models/made-sdxl-tiny";

    /** UNets that take a T2I-Adapter's features, made by {@code models/testing/t2i.py}. */
    public static final String T2I = "diffusion/models/made-t2i-tiny";

    private static final String RECORDED = "diffusion/models/sd-turbo-tiny";
    private static final String MADE_HERE = "diffusion/models/made-tiny";
    private static final List<String> PARTS =
            List.of("tokenizer", "text_encoder", "unet", "vae_encoder", "vae_decoder", "scheduler");
    private static final List<String> PARTS_OF_SDXL = List.of("tokenizer_2", "text_encoder_2");
    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private GoldenBundles() {}

    /** Where the networks are that the bundles are copied from. */
    public static String base() {
        return Files.exists(Golden.file(RECORDED)) ? RECORDED : MADE_HERE;
    }

    /** TAESD, UNet with a vector of timesteps. */
    public static Path plain() {
        return of(base(), false);
    }

    /** The KL autoencoder, whose encoder gives mean and log variance. */
    public static Path kl() {
        return of(base(), true);
    }

    /** One of both from a certain folder of networks. */
    public static Path of(String base, boolean kl) {
        return kl
                ? copied(base, "kl", Map.of("vae_encoder", "vae_encoder_kl", "vae_decoder", "vae_decoder_kl"))
                : copied(base, "plain", Map.of());
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
        return copied(base(), name, replaced);
    }

    /** SDXL with some files of {@link #SDXL} in other places. */
    public static Path sdxl(String name, Map<String, String> replaced) {
        return copied(SDXL, name, replaced);
    }

    /** SDXL with an IP-Adapter of the plain or of the "plus" kind. */
    public static Path sdxlWithImagePrompts(boolean plus) {
        Path bundle = copied(SDXL, plus ? "image-plus" : "image", Map.of());
        Path adapter = Golden.file(SDXL + (plus ? "-image-plus" : "-image"));
        try {
            copy(Golden.file(SDXL + "-image").resolve("unet"), bundle.resolve("unet"));
            for (String part : List.of("image_encoder", "image_proj", "feature_extractor")) {
                copy(adapter.resolve(part), bundle.resolve(part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundle;
    }

    /** SD's shape with a T2I-Adapter that looks at depths, made by {@code models/testing/t2i.py}. */
    public static Path withAdapter() {
        Path bundle = copied(MADE_HERE, "t2i", Map.of("unet", "../made-t2i-tiny/depth/unet"));
        try {
            copy(Golden.file(T2I + "/depth"), bundle);
            copy(Golden.file(T2I + "/depth/t2i_adapter"), bundle.resolve("t2i_adapter"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundle;
    }

    private static Path copied(String base, String name, Map<String, String> replaced) {
        Path networks = Golden.file(base);
        return MADE.computeIfAbsent(base + "/" + name, key -> {
            try {
                Path target = Files.createTempDirectory("bundle").resolve(name);
                for (String part : PARTS) {
                    copy(networks, replaced.getOrDefault(part, part), target.resolve(part));
                }
                for (String part : PARTS_OF_SDXL) {
                    if (Files.exists(networks.resolve(part))) {
                        copy(networks, part, target.resolve(part));
                    }
                }
                for (Map.Entry<String, String> entry : replaced.entrySet()) {
                    if (entry.getKey().endsWith(".onnx")) {
                        Path source = networks.resolve(entry.getValue());
                        Files.copy(source, target.resolve(entry.getKey()), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                return target;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The vocabulary is the same for all, and large: what a tokenizer's folder lacks is taken from the hand-made bundle. */
    private static void copy(Path networks, String part, Path target) throws IOException {
        if (part.startsWith("tokenizer")) {
            copy(Golden.checkout().resolve("models/handmade/tokenizer"), target);
        }
        if (Files.exists(networks.resolve(part))) {
            copy(networks.resolve(part), target);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                copy.toFile().setWritable(true);
            }
        }
    }
}
