package org.speakdraw.launcher.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * {@code models/catalogue.json}: where each model comes from and how to know that it is the right one.
 *
 * @param models in the file's order
 */
record Catalogue(List<CatalogueModel> models) {

    Catalogue {
        models = List.copyOf(models);
    }

    /** Reads the catalogue; one line that names the file when it cannot be read. */
    static Catalogue read(Path file) {
        try {
            List<CatalogueModel> models = new ArrayList<>();
            new ObjectMapper()
                    .readTree(file.toFile())
                    .required("models")
                    .properties()
                    .forEach(entry -> models.add(model(entry.getKey(), entry.getValue())));
            return new Catalogue(models);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException(
                    Failure.BUNDLE, "The catalogue " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    CatalogueModel find(String name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LaunchException(
                        Failure.BUNDLE,
                        "The catalogue has no model " + name + "; it has "
                                + String.join(
                                        ", ",
                                        models.stream()
                                                .map(CatalogueModel::name)
                                                .toList())
                                + "."));
    }

    private static CatalogueModel model(String name, JsonNode node) {
        List<CatalogueFile> files = new ArrayList<>();
        for (JsonNode source : node.path("sources")) {
            String address = source.required("address").asText();
            source.required("files").properties().forEach(entry -> files.add(file(address, entry)));
        }
        List<ShippedFile> shipped = new ArrayList<>();
        node.path("shipped")
                .properties()
                .forEach(entry -> shipped.add(
                        new ShippedFile(entry.getKey(), entry.getValue().toPrettyString() + "\n")));
        List<String> made = new ArrayList<>();
        node.path("import").forEach(argument -> made.add(argument.asText()));
        if (files.isEmpty() == made.isEmpty()) {
            throw new IllegalArgumentException(name + " has to have either sources or import");
        }
        return new CatalogueModel(
                name,
                node.required("title").asText(),
                node.path("part").asText(""),
                node.required("licence").asText(),
                node.required("use").asText(),
                node.required("needs").asText(),
                node.required("megabytes").asLong() << 20,
                files,
                shipped,
                made);
    }

    private static CatalogueFile file(String address, Map.Entry<String, JsonNode> entry) {
        JsonNode about = entry.getValue();
        URI url = URI.create(address + about.path("from").asText(entry.getKey()));
        if (!"https".equals(url.getScheme())) {
            throw new LaunchException(Failure.BUNDLE, "The catalogue names an address that is not https: " + url);
        }
        CatalogueFile file = new CatalogueFile(
                entry.getKey(),
                url,
                about.has("sha256") ? Optional.of(about.path("sha256").asText()) : Optional.empty(),
                Optional.empty(),
                about.has("size") ? OptionalLong.of(about.path("size").asLong()) : OptionalLong.empty());
        if (!file.isKnown() && !HubModel.keeps(url)) {
            throw new LaunchException(
                    Failure.BUNDLE,
                    "The catalogue has no SHA-256 for " + url
                            + ", whose address names no commit on Hugging Face: nothing"
                            + " would tell whether it is the right file.");
        }
        return file;
    }
}
