package org.speakdraw.launcher.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Against a web server on this machine that breaks off, as real ones do. */
class ModelStoreTest {

    private static final int SIZE = 300_000;
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String LISTING = "/api/models/o/n/revision/" + COMMIT;

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private final List<String> requests = new CopyOnWriteArrayList<>();
    /** What the hub says of each of its files, by repository. */
    private final Map<String, String> listings = new ConcurrentHashMap<>();
    /** Bytes after which the next answers break off. */
    private final Map<String, Integer> breaks = new ConcurrentHashMap<>();

    private HttpServer server;
    private ModelStore store;
    private Path models;

    @BeforeEach
    void start() throws Exception {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        models = folder.resolve("models/m");
        store = new ModelStore(new Download(Duration.ofMillis(1)), new HubModel(mirror()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void goesOnWhereABrokenDownloadStopped() throws Exception {
        breaks.put("/m/unet/model.onnx", 100_000);
        List<Long> seen = new ArrayList<>();
        store.pull(model(digest()), models, Optional.of(mirror()), (path, bytes, total) -> seen.add(bytes));
        assertThat(models.resolve("unet/model.onnx")).hasBinaryContent(content);
        assertThat(requests).containsExactly("/m/unet/model.onnx null", "/m/unet/model.onnx bytes=100000-");
        assertThat(seen).isSorted().endsWith((long) SIZE);
        assertThat(models.resolve("unet/model.onnx.part")).doesNotExist();
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        Path part = models.resolve("unet/model.onnx.part");
        Files.createDirectories(part.getParent());
        Files.write(part, java.util.Arrays.copyOf(content, 123_456));
        pull(digest());
        assertThat(models.resolve("unet/model.onnx")).hasBinaryContent(content);
        assertThat(requests).containsExactly("/m/unet/model.onnx bytes=123456-");
    }

    @Test
    void fetchesNothingThatIsThereAlready() throws Exception {
        pull(digest());
        requests.clear();
        pull(digest());
        assertThat(requests).isEmpty();
    }

    @Test
    void deletesWhatIsNotTheFileThatTheCatalogueMeans() {
        assertThatThrownBy(() -> pull("0".repeat(64)))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        error -> assertThat(error.failure()).isEqualTo(Failure.BUNDLE))
                .hasMessageContainingAll("0".repeat(64), digestUnchecked(), "deleted");
        assertThat(models.resolve("unet/model.onnx")).doesNotExist();
        assertThat(models.resolve("unet/model.onnx.part")).doesNotExist();
    }

    @Test
    void doesNotAskAgainForWhatTheServerDoesNotHave() {
        CatalogueModel model = model("unet/absent.onnx", Optional.empty());
        assertThatThrownBy(() -> store.pull(model, models, Optional.of(mirror()), (path, bytes, total) -> {}))
                .hasMessageContainingAll("absent.onnx", "404");
        assertThat(requests).hasSize(1);
    }

    /** What it arrived as is held against it by {@code models verify}, not against another one that the mirror has. */
    @Test
    void takesAFileWithoutADigestAsTheMirrorHasIt() throws Exception {
        CatalogueModel model = model("unet/model.onnx", Optional.empty());
        pull(model);
        Files.write(models.resolve("unet/model.onnx"), new byte[] {1});
        assertThat(ModelStore.firstFault(models)).hasValue("unet/model.onnx has changed");
        content[0]++;
        pull(model);
        assertThat(models.resolve("unet/model.onnx")).hasBinaryContent(content);
        assertThat(ModelStore.firstFault(models)).isEmpty();
        requests.clear();
        pull(model);
        assertThat(requests).isEmpty();
    }

    /** As in a folder that was filled when the catalogue named another commit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnOlderFileWasDoesNotCount(boolean isGone) throws Exception {
        Path file = models.resolve("unet/model.onnx");
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, new byte[] {1, 2, 3});
        Checksums.of(models).put("unet/model.onnx", Checksums.digest(file));
        if (isGone) {
            Files.delete(file);
        }
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx", OptionalLong.of(SIZE))), List.of());
        lists("unet/model.onnx", "\"size\": %d, \"lfs\": {\"sha256\": \"%s\"}".formatted(SIZE, digest()));
        assertThat(ModelStore.presence(model, models).complete()).isFalse();
        store.pull(model, models, Optional.empty(), (path, bytes, total) -> {});
        assertThat(file).hasBinaryContent(content);
        assertThat(ModelStore.presence(model, models).describe()).isEqualTo("fetched");
        assertThat(ModelStore.firstFault(models)).isEmpty();
    }

    @Test
    void anotherCommitMeansAnotherFileOfTheSameSize() throws Exception {
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx", OptionalLong.of(SIZE))), List.of());
        lists("unet/model.onnx", "\"size\": %d, \"lfs\": {\"sha256\": \"%s\"}".formatted(SIZE, digest()));
        store.pull(model, models, Optional.empty(), (path, bytes, total) -> {});
        content[0]++;
        String commit = COMMIT.replace('0', 'f');
        listings.put(LISTING.replace(COMMIT, commit), """
                {"sha": "%s", "siblings": [
                  {"rfilename": "unet/model.onnx", "size": %d, "lfs": {"sha256": "%s"}}]}
                """.formatted(commit, SIZE, digest()));
        URI url = URI.create("https://huggingface.co/o/n/resolve/" + commit + "/unet/model.onnx");
        CatalogueModel newer = modelOf(
                SIZE,
                List.of(new CatalogueFile(
                        "unet/model.onnx", url, Optional.empty(), Optional.empty(), OptionalLong.of(SIZE))),
                List.of());
        assertThat(ModelStore.presence(model, models).complete()).isTrue();
        assertThat(ModelStore.presence(newer, models).complete()).isFalse();
        store.pull(newer, models, Optional.empty(), (path, bytes, total) -> {});
        assertThat(models.resolve("unet/model.onnx")).hasBinaryContent(content);
        assertThat(ModelStore.presence(newer, models).describe()).isEqualTo("fetched");
        assertThat(ModelStore.firstFault(models)).isEmpty();
    }

    /** Of what it had, nobody knew whether it was right. */
    @Test
    void asksTheHubAboutWhatAMirrorHad() throws Exception {
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx")), List.of());
        pull(model);
        assertThat(ModelStore.presence(model, models).describe()).isEqualTo("fetched");
        requests.clear();
        pull(model);
        assertThat(requests).isEmpty();
        content[0]++;
        lists("unet/model.onnx", "\"size\": %d, \"lfs\": {\"sha256\": \"%s\"}".formatted(SIZE, digest()));
        store.pull(model, models, Optional.empty(), (path, bytes, total) -> {});
        assertThat(models.resolve("unet/model.onnx")).hasBinaryContent(content);
    }

    /** As after its folder was brought here by hand. */
    @Test
    void fetchesNothingThatIsThereAndWhatTheHubMeans() throws Exception {
        Path file = models.resolve("unet/config.json");
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, content);
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/config.json")), List.of());
        lists("unet/config.json", "\"size\": %d, \"blobId\": \"%s\"".formatted(SIZE, Checksums.blob(file)));
        store.pull(model, models, Optional.empty(), (path, bytes, total) -> {});
        assertThat(requests).containsExactly(LISTING + " null");
        assertThat(ModelStore.presence(model, models).describe()).isEqualTo("fetched");
    }

    /** Of a file that the catalogue has no digest of: large ones by SHA-256, small ones as git knows them. */
    @Test
    void asksTheHubForDigestsThatTheCatalogueLacks() throws Exception {
        Path same = Files.write(folder.resolve("content"), content);
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx"), onHub("unet/config.json")), List.of());
        String large = "\"size\": %d, \"lfs\": {\"sha256\": \"%s\"}".formatted(SIZE, digest());
        String small = "\"size\": %d, \"blobId\": \"%s\"".formatted(SIZE, Checksums.blob(same));
        lists("unet/model.onnx", large, "unet/config.json", small);
        store.pull(model, models, Optional.empty(), (path, bytes, total) -> {});
        assertThat(requests)
                .containsExactly(
                        LISTING + " null",
                        "/o/n/resolve/" + COMMIT + "/unet/model.onnx null",
                        "/o/n/resolve/" + COMMIT + "/unet/config.json null");
        assertThat(ModelStore.presence(model, models).describe()).isEqualTo("fetched");
        assertThat(ModelStore.firstFault(models)).isEmpty();
        requests.clear();
        store.pull(model, models, Optional.empty(), (path, bytes, total) -> {});
        assertThat(requests).as("what it was is written down").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "size": 300000, "lfs": {"sha256": "%1$s"}  | its SHA-256 is
        "size": 300000, "blobId": "%2$s"           | git would not call it
        "size": 299999, "blobId": "%2$s"           | bytes, not 299999
        """)
    void deletesWhatIsNotTheFileThatTheHubMeans(String about, String fault) throws IOException {
        lists("unet/model.onnx", about.formatted("0".repeat(64), "0".repeat(40)));
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx")), List.of());
        assertThatThrownBy(() -> store.pull(model, models, Optional.empty(), (path, bytes, total) -> {}))
                .hasMessageContainingAll("unet/model.onnx", "is not the file that is meant", fault, "deleted");
        assertThat(models.resolve("unet")).isEmptyDirectory();
        assertThat(ModelStore.presence(model, models).describe()).isEmpty();
    }

    @Test
    void fetchesNothingThatTheHubDoesNotKnow() {
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx")), List.of());
        lists("unet/model.onnx", "\"size\": 300000");
        assertThatThrownBy(() -> store.pull(model, models, Optional.empty(), (path, bytes, total) -> {}))
                .hasMessageContaining("nothing by which to know unet/model.onnx");
        String digest = ", \"lfs\": {\"sha256\": \"" + "0".repeat(64) + "\"}";
        for (String size : List.of("-1", "1.5", "1" + "0".repeat(13), "18446744073709851616")) {
            lists("unet/model.onnx", "\"size\": " + size + digest);
            assertThatThrownBy(() -> store.pull(model, models, Optional.empty(), (path, bytes, total) -> {}))
                    .as(size)
                    .hasMessageContaining("nothing by which to know unet/model.onnx");
        }
        lists("unet/other.onnx", "\"size\": 300000");
        assertThatThrownBy(() -> store.pull(model, models, Optional.empty(), (path, bytes, total) -> {}))
                .hasMessageContainingAll("There is no unet/model.onnx in hf:o/n", COMMIT);
        CatalogueFile smaller = onHub("unet/model.onnx", OptionalLong.of(2));
        lists("unet/model.onnx", "\"size\": 300000, \"blobId\": \"" + "0".repeat(40) + "\"");
        assertThatThrownBy(() -> store.pull(
                        modelOf(SIZE, List.of(smaller), List.of()),
                        models,
                        Optional.empty(),
                        (path, bytes, total) -> {}))
                .hasMessageContaining("300000 bytes there, not 2");
        listings.put(LISTING, "{\"sha\": \"" + "f".repeat(40) + "\", \"siblings\": []}");
        assertThatThrownBy(() -> store.pull(model, models, Optional.empty(), (path, bytes, total) -> {}))
                .hasMessageContaining("another commit");
        assertThat(requests).containsOnly(LISTING + " null");
    }

    /** Control characters of what the hub says move a terminal's cursor, or do worse. */
    @Test
    void showsNothingThatTheHubMadeUp() {
        CatalogueModel model = modelOf(SIZE, List.of(onHub("unet/model.onnx")), List.of());
        lists("unet/model.onnx", "\"size\": 300000, \"lfs\": {\"sha256\": \"\\u001b[2J\"}");
        assertThatThrownBy(() -> store.pull(model, models, Optional.empty(), (path, bytes, total) -> {}))
                .hasMessage("What is said of unet/model.onnx is no digest.");
        listings.put("/api/models/o/n/revision/main", """
                {"sha": "%s", "tags": ["license:\\u001b[2J", "license:mit"], "siblings": [
                  {"rfilename": "a\\u001b[2J.safetensors", "size": 1, "blobId": "%s"},
                  {"rfilename": "b\\u202e.safetensors", "size": 1, "blobId": "%s"},
                  {"rfilename": "c.safetensors", "size": 1, "blobId": "%s"}]}
                """.formatted(COMMIT, COMMIT, COMMIT, COMMIT));
        CatalogueModel found =
                new HubModel(mirror()).find(HubAddress.parse("hf:o/n"), false).model();
        assertThat(found.files()).extracting(CatalogueFile::path).containsExactly("c.safetensors");
        assertThat(found.licence()).isEqualTo("mit");
    }

    /** The address has what the name may not have in it. */
    @Test
    void findsAFileWhoseAddressIsEncoded() {
        lists("unet/my model.onnx", "\"size\": 300000, \"blobId\": \"" + COMMIT + "\"");
        assertThat(new HubModel(mirror()).completed(List.of(onHub("unet/my%20model.onnx"))))
                .singleElement()
                .satisfies(file -> assertThat(file.url())
                        .isEqualTo(mirror().resolve("/o/n/resolve/" + COMMIT + "/unet/my%20model.onnx")));
    }

    @Test
    void waitsForNoAnswerForEver() throws Exception {
        byte[] answer = HubModel.read(new ByteArrayInputStream(content), System.nanoTime() + Long.MAX_VALUE / 2);
        assertThat(answer).isEqualTo(content);
        assertThatThrownBy(() -> HubModel.read(new ByteArrayInputStream(content), System.nanoTime() - 1))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("takes too long");
    }

    private static CatalogueFile onHub(String path) {
        return onHub(path, OptionalLong.empty());
    }

    private static CatalogueFile onHub(String path, OptionalLong size) {
        URI url = URI.create("https://huggingface.co/o/n/resolve/" + COMMIT + "/" + path);
        return new CatalogueFile(path, url, Optional.empty(), Optional.empty(), size);
    }

    /** @param named path and what is said of it, in turns */
    private void lists(String... named) {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < named.length; i += 2) {
            files.add("{\"rfilename\": \"" + named[i] + "\", " + named[i + 1] + "}");
        }
        listings.put(LISTING, "{\"sha\": \"" + COMMIT + "\", \"siblings\": [" + String.join(",", files) + "]}");
    }

    @Test
    void takesALocalFolderInsteadOfTheSource() throws Exception {
        Path source = folder.resolve("usb stick/m/unet");
        Files.createDirectories(source);
        Files.write(source.resolve("model.onnx"), content);
        store.pull(
                model(digest()), models, Optional.of(folder.resolve("usb stick").toUri()), (path, bytes, total) -> {});
        assertThat(models.resolve("unet/model.onnx")).hasBinaryContent(content);
        assertThat(requests).isEmpty();
    }

    @Test
    void findsAFileThatHasChangedOrGone() throws Exception {
        pull(digest());
        Path file = models.resolve("unet/model.onnx");
        assertThat(ModelStore.firstFault(models)).isEmpty();
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(ModelStore.firstFault(models))
                .hasValueSatisfying(fault -> assertThat(fault).contains("unet/model.onnx"));
        Files.delete(file);
        assertThat(ModelStore.firstFault(models)).hasValue("unet/model.onnx is missing");
    }

    /** {@code sha256sum -b} writes a star before the name, other programs write capitals. */
    @Test
    void readsChecksumsThatAnotherProgramWrote() throws Exception {
        CatalogueModel model = model("unet/model.onnx", Optional.empty());
        pull(model);
        requests.clear();
        Path checksums = models.resolve("checksums.sha256");
        Files.writeString(checksums, digest().toUpperCase(Locale.ROOT) + " *unet/model.onnx\n");
        assertThat(ModelStore.firstFault(models)).isEmpty();
        pull(model);
        assertThat(requests).isEmpty();
        Files.writeString(checksums, "0815  unet/model.onnx\n");
        assertThat(ModelStore.firstFault(models)).hasValue("unet/model.onnx has changed");
        pull(model);
        assertThat(requests).as("what is no digest says nothing").hasSize(1);
        assertThat(ModelStore.firstFault(models)).isEmpty();
    }

    @Test
    void bringsWhatTheSourceLacks() throws Exception {
        CatalogueModel model = modelOf(
                SIZE,
                List.of(file("unet/model.onnx", OptionalLong.of(SIZE))),
                List.of(new ShippedFile("vae_encoder/config.json", "{}\n")));
        pull(model);
        assertThat(models.resolve("vae_encoder/config.json")).hasContent("{}");
        assertThat(ModelStore.firstFault(models)).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @Test
    void whatTheServerAddsToABundleStaysAndIsNoFault() throws Exception {
        CatalogueModel model = modelOf(
                SIZE,
                List.of(file("unet/model.onnx", OptionalLong.of(SIZE))),
                List.of(new ShippedFile("speakdraw.json", "{\"changes\": \"measure\"}\n")));
        pull(model);
        assertThat(models.resolve("speakdraw.json")).hasContent("{\"changes\": \"measure\"}");
        Files.writeString(models.resolve("speakdraw.json"), "{\"changes\": [1, 2]}");
        assertThat(ModelStore.firstFault(models)).isEmpty();
        pull(model);
        assertThat(models.resolve("speakdraw.json")).hasContent("{\"changes\": [1, 2]}");
        assertThat(ModelStore.presence(model, models).complete()).isTrue();
        Files.writeString(models.resolve("speakdraw.json"), "{\"changes\": [1, ");
        pull(model);
        assertThat(models.resolve("speakdraw.json")).as("broken off").hasContent("{\"changes\": \"measure\"}");
        assertThat(models).isDirectoryNotContaining("glob:**.part");
        Files.delete(models.resolve("speakdraw.json"));
        assertThat(ModelStore.presence(model, models).describe())
                .as("fetched by a version that had none")
                .isEqualTo("fetched");
    }

    @Test
    void isFetchedOnlyWhenEveryFileArrivedWhole() throws Exception {
        List<CatalogueFile> files =
                List.of(file("unet/model.onnx", OptionalLong.of(SIZE)), file("unet/absent.onnx", OptionalLong.empty()));
        CatalogueModel model = modelOf(SIZE, files, List.of(new ShippedFile("vae_encoder/config.json", "{}")));
        assertThat(ModelStore.presence(model, models).describe()).isEmpty();
        assertThatThrownBy(() -> pull(model)).hasMessageContaining("absent.onnx");
        assertThat(ModelStore.presence(model, models).describe()).isEqualTo("incomplete: 2 of 3 files");
        CatalogueModel smaller = modelOf(SIZE, files.subList(0, 1), model.shipped());
        assertThat(ModelStore.presence(smaller, models).describe()).isEqualTo("fetched");
        Files.write(models.resolve("unet/model.onnx"), new byte[] {1});
        assertThat(ModelStore.presence(smaller, models).complete())
                .as("cut off later")
                .isFalse();
    }

    @Test
    void anotherVersionOfTheCatalogueMeansAnotherFile() throws Exception {
        pull(digest());
        CatalogueFile newer = new CatalogueFile(
                "unet/model.onnx",
                URI.create("https://example.org/unet/model.onnx"),
                Optional.of("0".repeat(64)),
                Optional.empty(),
                OptionalLong.empty());
        assertThat(ModelStore.presence(modelOf(SIZE, List.of(newer), List.of()), models)
                        .complete())
                .isFalse();
    }

    private void pull(CatalogueModel model) throws Exception {
        store.pull(model, models, Optional.of(mirror()), (path, bytes, total) -> {});
    }

    private static CatalogueFile file(String path, OptionalLong size) {
        return new CatalogueFile(
                path, URI.create("https://example.org/" + path), Optional.empty(), Optional.empty(), size);
    }

    @Test
    void saysThatTheDiskIsTooFullBeforeItFetchesAnything() {
        CatalogueModel huge = modelOf(Long.MAX_VALUE, List.of(), List.of());
        assertThatThrownBy(() -> store.pull(huge, models, Optional.of(mirror()), (path, bytes, total) -> {}))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        error -> assertThat(error.failure()).isEqualTo(Failure.DATA_DIRECTORY))
                .hasMessageContaining("too full");
        assertThat(requests).isEmpty();
    }

    private void pull(String sha256) throws Exception {
        store.pull(model(sha256), models, Optional.of(mirror()), (path, bytes, total) -> {});
    }

    private String digest() throws IOException {
        return Checksums.digest(Files.write(folder.resolve("content"), content));
    }

    private String digestUnchecked() {
        try {
            return digest();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private URI mirror() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static CatalogueModel model(String sha256) {
        return model("unet/model.onnx", Optional.of(sha256));
    }

    private static CatalogueModel model(String path, Optional<String> sha256) {
        CatalogueFile file = new CatalogueFile(
                path, URI.create("https://example.org/" + path), sha256, Optional.empty(), OptionalLong.empty());
        return modelOf(SIZE, List.of(file), List.of());
    }

    private static CatalogueModel modelOf(long bytes, List<CatalogueFile> files, List<ShippedFile> shipped) {
        return new CatalogueModel("m", "M", "", "MIT", "everybody", "nothing", bytes, files, shipped, List.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(path + " " + range);
        String listing = listings.get(path);
        if (listing != null) {
            byte[] answer = listing.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
            return;
        }
        if (path.endsWith("absent.onnx")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        Integer breakAfter = breaks.remove(path);
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, SIZE - from);
        exchange.getResponseBody().write(content, from, (breakAfter == null ? SIZE : breakAfter) - from);
        exchange.getResponseBody().flush();
        exchange.close();
    }
}
