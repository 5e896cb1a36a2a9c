package org.speakdraw.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.speakdraw.checkpoint.graph.Branches;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;
import org.speakdraw.checkpoint.graph.WeightChange;
import org.speakdraw.checkpoint.graph.Weights;
import org.speakdraw.checkpoint.layout.Checkpoint;
import org.speakdraw.checkpoint.layout.IpAdapter;
import org.speakdraw.checkpoint.layout.LdmNames;
import org.speakdraw.checkpoint.layout.Part;
import org.speakdraw.checkpoint.lora.LiveLoras;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.checkpoint.network.AdapterGraph;
import org.speakdraw.checkpoint.network.AutoencoderKlGraph;
import org.speakdraw.checkpoint.network.Control;
import org.speakdraw.checkpoint.network.ControlNetGraph;
import org.speakdraw.checkpoint.network.ImageAdapter;
import org.speakdraw.checkpoint.network.ImageEncoderGraph;
import org.speakdraw.checkpoint.network.ImageProjectionGraph;
import org.speakdraw.checkpoint.network.NetworkConfig;
import org.speakdraw.checkpoint.network.TextEncoderGraph;
import org.speakdraw.checkpoint.network.TinyAutoencoderGraph;
import org.speakdraw.checkpoint.network.UNetGraph;

/** The networks that a bundle of a checkpoint has, before any weight is written. */
final class BundleNetworks {

    private static final int SDXL_SIZES = 6;

    /**
     * A network of the bundle.
     *
     * @param folder in the bundle
     * @param config beside it
     */
    record Network(String folder, OnnxGraph graph, JsonNode config, Weights weights, WeightChange change) {}

    /** A ControlNet, which becomes a part of the UNet's graph, or a T2I-Adapter, which gets one of its own. */
    record ControlPart(Part part, Control.Hint hint) {

        boolean isAdapter() {
            return AdapterGraph.isMeantBy(new NetworkConfig("T2I-Adapter", part.config()));
        }

        /** What sides of pictures are multiples of. */
        int sides() {
            return isAdapter() ? AdapterGraph.factor(control().config()) : 1;
        }

        /** For people. */
        String kind() {
            return isAdapter() ? "T2I-Adapter" : "ControlNet";
        }

        Control control() {
            return new Control(new NetworkConfig(kind(), part.config()), hint);
        }
    }

    /** An IP-Adapter, which becomes a part of the UNet's graph too, and the image encoder that it was trained with. */
    record ImagePrompts(IpAdapter adapter, Part encoder) {

        ImageAdapter shape() {
            return ImageAdapter.read(new NetworkConfig("IP-Adapter", adapter.config()));
        }
    }

    private final ElementType type;
    private final Loras loras;
    private final LiveLoras live;
    private final List<Network> networks = new ArrayList<>();

    private BundleNetworks(ElementType type, Loras loras, LiveLoras live) {
        this.type = type;
        this.loras = loras;
        this.live = live;
    }

    /**
     * Builds all graphs, and finds a weight for each change of {@code loras}.
     *
     * @param live what stays beside the weights
     * @param vae the autoencoder: the checkpoint's, or the one that the user wants in its place
     */
    static List<Network> of(
            Checkpoint checkpoint,
            Part unet,
            Optional<ControlPart> control,
            Optional<ImagePrompts> image,
            Part vae,
            ElementType type,
            Loras loras,
            LiveLoras live)
            throws IOException {
        BundleNetworks networks = new BundleNetworks(type, loras, live);
        networks.addUNet(unet, control, image);
        control.filter(ControlPart::isAdapter).ifPresent(networks::addAdapter);
        boolean sdxl = isSdxl(unet.config());
        networks.addTextEncoders(checkpoint, unet.config(), sdxl);
        networks.addAutoencoder(vae, sdxl);
        image.ifPresent(networks::addImagePrompts);
        loras.requireAllTaken();
        live.requireAllTaken();
        return List.copyOf(networks.networks);
    }

    static boolean isSdxl(JsonNode unet) {
        return unet.path("addition_embed_type").asText("").equals("text_time");
    }

    private void addAdapter(ControlPart adapter) {
        networks.add(new Network(
                "t2i_adapter",
                AdapterGraph.of(adapter.control(), type),
                adapter.part().config(),
                adapter.part().weights(),
                WeightChange.NONE));
    }

    private void addUNet(Part unet, Optional<ControlPart> control, Optional<ImagePrompts> image) {
        JsonNode config = unet.config();
        int layers = config.path("layers_per_block").asInt(2);
        List<Boolean> attending = StreamSupport.stream(
                        config.path("up_block_types").spliterator(), false)
                .map(block -> block.asText().startsWith("CrossAttn"))
                .toList();
        Optional<ControlPart> net = control.filter(part -> !part.isAdapter());
        List<Integer> features = control.filter(ControlPart::isAdapter)
                .map(adapter -> AdapterGraph.widths(adapter.control().config()))
                .orElse(List.of());
        UnaryOperator<String> oldName = name -> LdmNames.unet(name, layers, attending);
        Optional<Branches> branches = live.branches("unet", oldName);
        NetworkConfig own = new NetworkConfig("UNet", config);
        OnnxGraph graph = UNetGraph.of(
                own, net.map(ControlPart::control), features, image.map(ImagePrompts::shape), branches, type);
        Weights toImage = image.map(prompts -> prompts.adapter().attentions(UNetGraph.attentionsToText(own)))
                .orElse(name -> Optional.empty());
        Weights all = name -> {
            if (net.isPresent() && name.startsWith(ControlNetGraph.PREFIX)) {
                return net.get().part().weights().find(name.substring(ControlNetGraph.PREFIX.length()));
            }
            return unet.weights().find(name).or(() -> toImage.find(name));
        };
        WeightChange change = live.and(loras.of("unet", graph, oldName));
        networks.add(new Network("unet", graph, config, live.and(all), change));
    }

    private void addTextEncoders(Checkpoint checkpoint, JsonNode unet, boolean sdxl) throws IOException {
        Part first = checkpoint.part("text_encoder");
        int width = width(first);
        if (sdxl) {
            Part second = checkpoint.part("text_encoder_2");
            addText("text_encoder", first, TextEncoderGraph.Outputs.PENULTIMATE);
            addText("text_encoder_2", second, TextEncoderGraph.Outputs.PENULTIMATE_AND_POOLED);
            width += width(second);
            int added = second.config().path("projection_dim").asInt()
                    + SDXL_SIZES * unet.path("addition_time_embed_dim").asInt();
            int taken = unet.path("projection_class_embeddings_input_dim").asInt();
            if (added != taken) {
                throw new CheckpointException("The second text encoder's pooled values and SDXL's sizes are " + added
                        + " numbers, the UNet takes " + taken + "; SDXL's refiner is not supported.");
            }
        } else {
            addText("text_encoder", first, TextEncoderGraph.Outputs.LAST_HIDDEN_STATE);
        }
        if (width != unet.path("cross_attention_dim").asInt()) {
            throw new CheckpointException("The text encoder gives " + width + " values a token, the UNet takes "
                    + unet.path("cross_attention_dim") + ".");
        }
    }

    private void addImagePrompts(ImagePrompts image) {
        ImageAdapter adapter = image.shape();
        NetworkConfig config =
                new NetworkConfig("image encoder", image.encoder().config());
        int given = ImageEncoderGraph.width(config, adapter.takes());
        if (given != adapter.encoded()) {
            throw new CheckpointException("The image encoder gives " + given + " values, the IP-Adapter takes "
                    + adapter.encoded() + "; it was trained with another image encoder.");
        }
        OnnxGraph encoder = ImageEncoderGraph.of(config, adapter.takes(), type);
        networks.add(new Network(
                "image_encoder",
                encoder,
                image.encoder().config(),
                image.encoder().weights(),
                WeightChange.NONE));
        networks.add(new Network(
                "image_proj",
                ImageProjectionGraph.of(adapter, type),
                image.adapter().config(),
                image.adapter().projection(),
                WeightChange.NONE));
    }

    private static int width(Part encoder) {
        return encoder.config().path("hidden_size").asInt();
    }

    private void addText(String name, Part encoder, TextEncoderGraph.Outputs outputs) {
        Optional<Branches> branches = live.branches(name, UnaryOperator.identity());
        OnnxGraph graph = TextEncoderGraph.of(new NetworkConfig(name, encoder.config()), outputs, branches, type);
        WeightChange change = live.and(loras.of(name, graph, UnaryOperator.identity()));
        networks.add(new Network(name, graph, encoder.config(), live.and(encoder.weights()), change));
    }

    private void addAutoencoder(Part vae, boolean sdxl) {
        NetworkConfig config = new NetworkConfig("autoencoder", vae.config());
        switch (vae.config().path("_class_name").asText("AutoencoderKL")) {
            case "AutoencoderKL" -> {
                // SDXL's own overflows in half precision.
                ElementType own = sdxl ? ElementType.FLOAT : type;
                addHalf("vae_encoder", AutoencoderKlGraph.encoder(config, own), vae);
                addHalf("vae_decoder", AutoencoderKlGraph.decoder(config, own), vae);
            }
            case "AutoencoderTiny" -> {
                addHalf("vae_encoder", TinyAutoencoderGraph.encoder(config, type), vae);
                addHalf("vae_decoder", TinyAutoencoderGraph.decoder(config, type), vae);
            }
            default ->
                throw new CheckpointException("The autoencoder is of the class "
                        + vae.config().path("_class_name") + "; only AutoencoderKL and AutoencoderTiny are supported.");
        }
    }

    private void addHalf(String folder, OnnxGraph graph, Part vae) {
        networks.add(new Network(folder, graph, vae.config(), vae.weights(), WeightChange.NONE));
    }
}
