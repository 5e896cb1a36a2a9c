package org.speakdraw.launcher.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A bundle that was made on this machine, or put there.
 *
 * @param sources that it was fetched from, if it was, each at the commit that it had then
 * @param bytes   of all of its files
 */
record MadeBundle(String name, String title, String licence, List<String> sources, long bytes) {

    private static final String INDEX = "model_index.json";
    private static final String ABOUT = "speakdraw.json";

    /** Those in {@code store} that are whole and not the catalogue's, by name. */
    static List<MadeBundle> in(Path store, Catalogue catalogue) throws IOException {
        if (!Files.isDirectory(store)) {
            return List.of();
        }
        List<String> known =
                catalogue.models().stream().map(CatalogueModel::name).toList();
        try (Stream<Path> folders = Files.list(store)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(INDEX)))
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .filter(folder -> !known.contains(folder.getFileName().toString()))
                    .sorted()
                    .map(MadeBundle::of)
                    .toList();
        }
    }

    private static MadeBundle of(Path folder) {
        String name = folder.getFileName().toString();
        try (Stream<Path> files = Files.walk(folder)) {
            JsonNode words = words(folder.resolve(ABOUT));
            return new MadeBundle(
                    name,
                    words.path("title").asText(name),
                    words.path("licence").asText("unknown"),
                    StreamSupport.stream(words.path("sources").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList(),
                    files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file that is broken must not hide the other bundles. */
    private static JsonNode words(Path about) throws IOException {
        try {
            return Files.isRegularFile(about)
                    ? new ObjectMapper().readTree(about.toFile())
                    : new ObjectMapper().createObjectNode();
        } catch (JsonProcessingException e) {
            return new ObjectMapper().createObjectNode();
        }
    }
}
