package org.speakdraw.launcher.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Asks Hugging Face, or a mirror of it, what a model there consists of, and what is known of its files. */
record HubModel(URI hub) {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    private static final Duration MAX_ANSWER_TIME = Duration.ofMinutes(2);
    private static final int MAX_FILES = 10_000;
    /** Of one file, so that the sum of all of them is a {@code long} too. */
    private static final long MAX_FILE_BYTES = 1L << 40;

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern LICENCE = Pattern.compile("license:([\\w.+-]{1,64})");
    /** What can be shown on a terminal: no control characters, and none that turn the direction of writing. */
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{C}]{1,255}");
    /** Addresses of files that cannot change. */
    private static final Pattern PUBLIC =
            Pattern.compile("https://huggingface\\.co/([^/]+)/([^/]+)/resolve/([0-9a-f]{40})/(.+)");

    /**
     * A checkpoint there.
     *
     * @param address with the commit that its revision is now
     * @param model   the files of it that are needed, at that commit
     */
    record Found(HubAddress address, CatalogueModel model) {}

    /**
     * What a model consists of.
     *
     * @param commit that this is true of
     */
    private record Listing(String commit, String licence, Map<String, JsonNode> files) {}

    /** Hugging Face's own programs heed {@code HF_ENDPOINT} too. */
    static URI endpoint() {
        return URI.create(Optional.ofNullable(System.getenv("HF_ENDPOINT"))
                .filter(text -> !text.isBlank())
                .orElse("https://huggingface.co")
                .strip()
                .replaceAll("/+$", ""));
    }

    /** Whether a file lies where the hub can be asked about it, and what it says stays true. */
    static boolean keeps(URI url) {
        return PUBLIC.matcher(url.toString()).matches();
    }

    /**
     * What has to be fetched of a model: files at the commit that its revision is now.
     *
     * @param half whether 16 bits are enough, where there are both
     */
    Found find(HubAddress address, boolean half) {
        Listing listing = list(address);
        HubAddress exact = address.at(listing.commit());
        List<CatalogueFile> chosen = new ArrayList<>();
        for (String path : HubFiles.choose(address, listing.files().keySet(), half)) {
            chosen.add(known(CatalogueFile.unknown(path, url(exact, path)), exact, path, listing));
        }
        long bytes = chosen.stream().mapToLong(file -> file.size().orElse(0)).sum();
        CatalogueModel model = new CatalogueModel(
                address.folder() + "--" + exact.revision().substring(0, 12),
                address.owner() + "/" + address.name() + " (" + exact.revision().substring(0, 8) + ")",
                "",
                listing.licence(),
                "whoever its licence allows",
                "",
                bytes,
                chosen,
                List.of(),
                List.of());
        return new Found(exact, model);
    }

    /**
     * The same files at this hub's addresses, with what it knows of those that nothing is known of.
     *
     * @throws LaunchException naming the first that it {@linkplain #keeps should keep} and does not have
     */
    List<CatalogueFile> completed(List<CatalogueFile> files) {
        Map<HubAddress, Listing> listings = new HashMap<>();
        List<CatalogueFile> completed = new ArrayList<>();
        for (CatalogueFile file : files) {
            Matcher place = PUBLIC.matcher(file.url().toString());
            if (!place.matches()) {
                completed.add(file);
                continue;
            }
            HubAddress address =
                    new HubAddress(place.group(1), place.group(2), place.group(3), Optional.empty(), Optional.empty());
            String path = URI.create("/" + place.group(4)).getPath().substring(1);
            CatalogueFile here = file.at(url(address, path));
            completed.add(
                    here.isKnown() ? here : known(here, address, path, listings.computeIfAbsent(address, this::list)));
        }
        return completed;
    }

    /**
     * A file, with what is known of it here.
     *
     * @param path in the repository
     */
    private CatalogueFile known(CatalogueFile file, HubAddress address, String path, Listing listing) {
        JsonNode about = listing.files().get(path);
        if (about == null) {
            throw new LaunchException(
                    Failure.BUNDLE,
                    "There is no " + path + " in " + address + " at the commit " + address.revision() + ".");
        }
        Optional<String> sha256 =
                Optional.of(about.path("lfs").path("sha256").asText("")).filter(text -> !text.isEmpty());
        Optional<String> blob =
                Optional.of(about.path("blobId").asText("")).filter(text -> !text.isEmpty() && sha256.isEmpty());
        JsonNode size = about.path("size");
        boolean isSize = size.isIntegralNumber()
                && size.canConvertToLong()
                && size.asLong() >= 0
                && size.asLong() <= MAX_FILE_BYTES;
        if ((sha256.isEmpty() && blob.isEmpty()) || !isSize) {
            throw strange(address, "nothing by which to know " + path);
        }
        if (file.size().orElse(size.asLong()) != size.asLong()) {
            throw strange(
                    address,
                    path + " has " + size + " bytes there, not " + file.size().getAsLong());
        }
        return new CatalogueFile(file.path(), file.url(), sha256, blob, OptionalLong.of(size.asLong()));
    }

    private URI url(HubAddress address, String path) {
        return URI.create(hub + "/" + address.owner() + "/" + address.name() + "/resolve/" + address.revision() + "/"
                + escaped(path));
    }

    private Listing list(HubAddress address) {
        JsonNode answer = ask(address);
        String commit = answer.path("sha").asText("");
        if (!COMMIT.matcher(commit).matches()) {
            throw strange(address, "it names no commit");
        }
        if (address.namesCommit() && !address.revision().equals(commit)) {
            throw strange(address, "it names another commit");
        }
        Map<String, JsonNode> files = new LinkedHashMap<>();
        for (JsonNode file : answer.path("siblings")) {
            if (files.size() == MAX_FILES) {
                throw strange(address, "it has more than " + MAX_FILES + " files");
            }
            String path = file.path("rfilename").asText("");
            if (PRINTABLE.matcher(path).matches()) {
                files.put(path, file);
            }
        }
        return new Listing(commit, licence(answer), files);
    }

    private static String escaped(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static String licence(JsonNode answer) {
        for (JsonNode tag : answer.path("tags")) {
            Matcher licence = LICENCE.matcher(tag.asText());
            if (licence.matches()) {
                return licence.group(1);
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
                byte[] answer = read(in, System.nanoTime() + MAX_ANSWER_TIME.toNanos());
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
                            + "). Where there is no way to it, fetch the model's folder elsewhere, and take it from"
                            + " there: ./speakdraw models import FOLDER, or pull NAME --from FOLDER",
                    e);
        }
    }

    /**
     * Reads an answer, or a little more of it than it may have.
     *
     * @param end by {@link System#nanoTime}; one that comes byte by byte would be waited for otherwise
     */
    static byte[] read(InputStream in, long end) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0 && answer.size() <= MAX_ANSWER_BYTES; read = in.read(buffer)) {
            if (System.nanoTime() - end > 0) {
                throw new SocketTimeoutException("the answer takes too long");
            }
            answer.write(buffer, 0, read);
        }
        return answer.toByteArray();
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
