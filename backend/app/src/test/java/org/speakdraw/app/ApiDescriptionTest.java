package org.speakdraw.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;

/** The description at {@code /openapi} against the classes that serve. */
class ApiDescriptionTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.speakdraw.app");

    /** Where a filter leads to servlets, which have their own addresses too. */
    private static final Set<String> LED_ELSEWHERE =
            Set.of("GET /api/sessions/{}/stream", "GET /api/sessions/{}/replay");

    private final JsonNode api = read();

    @Test
    void hasEveryCallOfJaxRsAndNoOther() {
        Set<String> documented =
                operations().filter(each -> !servedOtherwise(each)).collect(Collectors.toCollection(TreeSet::new));
        documented.removeAll(LED_ELSEWHERE);
        assertThat(documented).isEqualTo(jaxRs());
    }

    @Test
    void hasEveryServletAndSocket() {
        Set<String> paths = operations().map(ApiDescriptionTest::pathOf).collect(Collectors.toSet());
        for (String pattern : servletPatterns()) {
            assertThat(paths).as(pattern).anyMatch(path -> matches(pattern, path));
        }
        assertThat(paths).containsAll(sockets());
    }

    @Test
    void saysOfEveryCallHowItFailsAndWhatItAnswers() {
        api.get("paths")
                .forEach(path -> path.properties().stream()
                        .filter(entry -> entry.getValue().has("operationId"))
                        .forEach(entry -> {
                            JsonNode responses = entry.getValue().get("responses");
                            assertThat(responses.has("default"))
                                    .as(entry.getValue().get("operationId").asText())
                                    .isTrue();
                            assertThat(responses.size()).isGreaterThan(2);
                        }));
    }

    /** But for answers without a body: 204, ways to another page, the opening of a socket, and whatever is asked with HEAD. */
    @Test
    void saysWhatEveryAnswerLooksLike() {
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> entry.getValue().has("responses")
                                && !entry.getKey().equals("head"))
                        .forEach(entry -> entry.getValue().get("responses").properties().stream()
                                .filter(response -> !Set.of("204", "303", "101").contains(response.getKey()))
                                .forEach(response -> assertThat(resolved(response.getValue())
                                                .path("content")
                                                .elements())
                                        .toIterable()
                                        .as("%s %s %s", entry.getKey(), path.getKey(), response.getKey())
                                        .isNotEmpty()
                                        .allSatisfy(content -> assertThat(content.path("schema"))
                                                .isNotEmpty()))));
    }

    @Test
    void saysWhatTheDoorRefuses() {
        JsonNode open = api.at("/paths/~1api~1sessions/post/responses");
        assertThat(resolved(open.path("421"))
                        .at("/content/application~1problem+json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(open.has("408")).isTrue();
        JsonNode read = api.at("/paths/~1api~1settings/get/responses");
        assertThat(read.has("421")).isTrue();
        assertThat(read.has("408")).as("has no body that could be late").isFalse();
    }

    @Test
    void writesWordsAsTheWireHasThem() {
        assertThat(api.at("/components/schemas/Visibility/enum"))
                .map(JsonNode::asText)
                .containsExactly("mine", "classroom", "everyone");
    }

    private JsonNode resolved(JsonNode response) {
        return response.has("$ref") ? api.at(response.get("$ref").asText().substring(1)) : response;
    }

    @Test
    void describesTreesAsObjects() {
        JsonNode tree = api.at("/components/schemas/ServerSettings/properties/input_params");
        JsonNode schema = tree.has("$ref") ? api.at(tree.get("$ref").asText().substring(1)) : tree;
        assertThat(schema.path("type").asText()).isEqualTo("object");
    }

    @Test
    void listsEveryErrorCode() {
        assertThat(api.at("/components/schemas/ErrorCode/enum"))
                .map(JsonNode::asText)
                .containsExactlyElementsOf(
                        Stream.of(ApiError.values()).map(ApiError::id).toList());
    }

    private Stream<String> operations() {
        return api.get("paths").properties().stream()
                .flatMap(path -> StreamSupport.stream(
                                ((Iterable<String>) () -> path.getValue().fieldNames()).spliterator(), false)
                        .filter(method -> path.getValue().get(method).has("responses"))
                        .map(method -> method.toUpperCase(java.util.Locale.ROOT) + " " + anonymous(path.getKey())));
    }

    private static Set<String> jaxRs() {
        Set<String> calls = new TreeSet<>();
        for (JavaClass resource : CLASSES) {
            if (resource.isAnnotatedWith(Path.class)) {
                for (JavaMethod method : resource.getMethods()) {
                    method.getAnnotations().stream()
                            .flatMap(annotation ->
                                    annotation.getRawType().tryGetAnnotationOfType(HttpMethod.class).stream())
                            .forEach(verb -> calls.add(verb.value() + " " + path(resource, method)));
                }
            }
        }
        return calls;
    }

    private static String path(JavaClass resource, JavaMethod method) {
        String own = method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        String whole = "/api/" + resource.getAnnotationOfType(Path.class).value() + "/" + own;
        return anonymous(whole.replaceAll("/+", "/").replaceAll("(?<=.)/$", ""));
    }

    private static boolean servedOtherwise(String operation) {
        String path = pathOf(operation);
        return sockets().contains(path) || servletPatterns().stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static Set<String> servletPatterns() {
        return CLASSES.stream()
                .flatMap(each -> each.tryGetAnnotationOfType(WebServlet.class).stream())
                .flatMap(servlet -> Stream.concat(Stream.of(servlet.value()), Stream.of(servlet.urlPatterns())))
                .collect(Collectors.toSet());
    }

    private static Set<String> sockets() {
        return CLASSES.stream()
                .flatMap(each -> each.tryGetAnnotationOfType(ServerEndpoint.class).stream())
                .map(endpoint -> anonymous(endpoint.value()))
                .collect(Collectors.toSet());
    }

    private static boolean matches(String pattern, String path) {
        return pattern.endsWith("/*")
                ? (path + "/").startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }

    private static String pathOf(String operation) {
        return operation.substring(operation.indexOf(' ') + 1);
    }

    /** Variables without their names and patterns. */
    private static String anonymous(String path) {
        return path.replaceAll("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}", "{}");
    }

    private static JsonNode read() {
        try (InputStream json =
                Objects.requireNonNull(ApiDescriptionTest.class.getResourceAsStream("/openapi/openapi.json"))) {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
