package org.speakdraw.launcher.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Asks Hugging Face, or a mirror of it, what a model there consists of. */
record HubModel(URI hub) {

    /** Hugging Face's own programs heed {@code HF_ENDPOINT} too. */
    static URI endpoint() {
        return URI.create(Optional.ofNullable(System.getenv("HF_ENDPOINT"))
                .filter(text -> !text.isBlank())
                .orElse("https://huggingface.co")
                .strip()
                .replaceAll("/+$", ""));
    }

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    private static final int MAX_FILES = 10_000;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final String LICENCE = "license:";

    /**
     * What has to be fetched of a model: files at the commit that its revision is now.
     *
     * @param half whether 16 bits are enough, where there are both
     */
    CatalogueModel find(HubAddress address, boolean half) {
        JsonNode answer = ask(address);
        String commit = answer.path("sha").asText("");
        if (!COMMIT.matcher(commit).matches()) {
            throw strange(address, "it names no commit");
        }
        Map<String, JsonNode> files = new LinkedHashMap<>();
        for (JsonNode file : answer.path("siblings")) {
            if (files.size() == MAX_FILES) {
                throw strange(address, "it has more than " + MAX_FILES + " files");
            }
            files.put(file.path("rfilename").asText(""), file);
        }
        List<CatalogueFile> chosen = new ArrayList<>();
        for (String path : HubFiles.choose(address, files.keySet(), half)) {
            chosen.add(file(address, commit, path, files.get(path)));
        }
        long bytes = chosen.stream().mapToLong(file -> file.size().orElse(0)).sum();
        return new CatalogueModel(
                // Small files have no digest: only of one commit may they be taken for right.
                address.folder() + "--" + commit.substring(0, 12),
                address.owner() + "/" + address.name() + " (" + commit.substring(0, 8) + ")",
                "",
                licence(answer),
                "whoever its licence allows",
                "",
                bytes,
                chosen,
                List.of(),
                List.of());
    }

    private CatalogueFile file(HubAddress address, String commit, String path, @Nullable JsonNode about) {
        JsonNode known = about == null ? MissingNode.getInstance() : about;
        URI url = URI.create(
                hub + "/" + address.owner() + "/" + address.name() + "/resolve/" + commit + "/" + escaped(path));
        JsonNode digest = known.path("lfs").path("sha256");
        JsonNode size = known.path("size");
        return new CatalogueFile(
                path,
                url,
                digest.isTextual() ? Optional.of(digest.asText()) : Optional.empty(),
                size.isIntegralNumber() && size.asLong() >= 0 ? OptionalLong.of(size.asLong()) : OptionalLong.empty());
    }

    private static String escaped(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static String licence(JsonNode answer) {
        for (JsonNode tag : answer.path("tags")) {
            if (tag.asText().startsWith(LICENCE)) {
                return tag.asText().substring(LICENCE.length()).replaceAll("[^\\w.+-]", "");
            }
        }
        return "unknown";
    }

    private JsonNode ask(HubAddress address) {
        URI url = URI.create(hub + "/api/models/" + address.owner() + "/" + address.name() + "/revision/"
                + address.revision() + "?blobs=true");
        try {
            if (!(url.toURL().openConnection() instanceof HttpURLConnection connection)) {
                throw new LaunchException(Failure.USAGE, hub + " is no web address.");
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new LaunchException(Failure.BUNDLE, refusal(address, status));
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] answer = in.readNBytes(MAX_ANSWER_BYTES + 1);
                if (answer.length > MAX_ANSWER_BYTES) {
                    throw strange(address, "the answer is too long");
                }
                return new ObjectMapper().readTree(answer);
            }
        } catch (JsonProcessingException e) {
            throw strange(address, "the answer is not JSON");
        } catch (IOException e) {
            throw new LaunchException(
                    Failure.BUNDLE,
                    hub + " cannot be reached (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "). Where there is no way to it, fetch the model's folder elsewhere and import that:"
                            + " ./speakdraw models import FOLDER",
                    e);
        }
    }

    private static String refusal(HubAddress address, int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_NOT_FOUND -> "There is no " + address + ".";
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                address + " is there only for those who have agreed to its terms, or does not exist: fetch it with"
                        + " your browser, then ./speakdraw models import FOLDER|FILE.";
            default -> address + ": the server answers " + status + ".";
        };
    }

    private LaunchException strange(HubAddress address, String what) {
        return new LaunchException(Failure.BUNDLE, hub + " answers strangely about " + address + ": " + what + ".");
    }
}
