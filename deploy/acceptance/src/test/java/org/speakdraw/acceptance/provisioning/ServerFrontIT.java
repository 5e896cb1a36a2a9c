package org.speakdraw.acceptance.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RunningServer;

/** What the provisioned server does to every answer, and what it does not have. */
class ServerFrontIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void servesThePageAtTheRoot() throws Exception {
        HttpResponse<String> page = get("/", "identity");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains("<title>").doesNotContain("WildFly");
    }

    @Test
    void sendsTheSecurityHeadersWithEverything() throws Exception {
        for (String path : new String[] {"/", "/health", "/api/settings", "/api/no-such-thing"}) {
            var headers = get(path, "identity").headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(path)
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains(
                                    "default-src 'self'",
                                    "frame-ancestors 'none'",
                                    "connect-src 'self';",
                                    "script-src 'self' 'wasm-unsafe-eval'"));
            assertThat(headers.firstValue("Cross-Origin-Opener-Policy"))
                    .as(path)
                    .hasValue("same-origin");
            assertThat(headers.allValues("Cross-Origin-Resource-Policy"))
                    .as(path)
                    .containsExactly("same-origin");
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).as(path).hasValue("no-referrer");
            assertThat(headers.firstValue("Permissions-Policy"))
                    .as(path)
                    .hasValueSatisfying(policy -> assertThat(policy).contains("camera=(self)", "microphone=(self)"));
            assertThat(headers.firstValue("Server")).as(path).isEmpty();
            assertThat(headers.firstValue("X-Powered-By")).as(path).isEmpty();
        }
    }

    @Test
    void letsAStreamBeShownInAnotherPage() throws Exception {
        for (String path : new String[] {"/api/sessions/unknown/stream", "/api/stream/unknown"}) {
            assertThat(get(path, "identity").headers().allValues("Cross-Origin-Resource-Policy"))
                    .as(path)
                    .containsExactly("cross-origin");
        }
    }

    @Test
    void answersAnUnknownCallWithProblemJson() {
        var answer = new HttpApi(server.baseUri()).get("/api/no-such-thing");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo("not-found");
    }

    @Test
    void compressesThePagesFilesAndTheModelsWordsAndNothingElse() throws Exception {
        Matcher script = Pattern.compile("src=\"(/?[^\"]+\\.js)\"")
                .matcher(get("/", "identity").body());
        assertThat(script.find()).isTrue();
        assertThat(get("/" + script.group(1).replaceFirst("^/", ""), "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .hasValue("gzip");
        assertThat(get("/api/vocabulary", "gzip").headers().firstValue("Content-Encoding"))
                .hasValue("gzip");
        assertThat(get("/api/settings", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void letsNoBrowserKeepAPageWhoseScriptsAnUpdateTakesAway() throws Exception {
        for (String page : new String[] {"/", "/index.html", "/teacher.html", "/join.html"}) {
            assertThat(get(page, "identity").headers().allValues("Cache-Control"))
                    .as(page)
                    .containsExactly("no-cache");
        }
        assertThat(get("/api/no-such-thing", "identity").headers().allValues("Cache-Control"))
                .doesNotContain("no-cache");
    }

    @Test
    void hasNoManagementInterface() throws Exception {
        assertThat(get("/management", "identity").statusCode()).isEqualTo(404);
        assertThat(server.instance().log()).doesNotContain("Http management interface listening");
    }

    /** A load balancer takes a server for dead that refuses its question, such as for having no name in it. */
    @Test
    void answersTheQuestionOfTheLoadBalancer() throws Exception {
        String balancer = Files.readString(Checkout.root().resolve("deploy/haproxy/haproxy.cfg"));
        Matcher question = Pattern.compile("http-check send meth (\\S+) uri (\\S+) ver (\\S+) hdr Host (\\S+)")
                .matcher(balancer);
        assertThat(question.find()).isTrue();
        try (Socket socket =
                new Socket(server.baseUri().getHost(), server.baseUri().getPort())) {
            socket.getOutputStream()
                    .write("%s %s %s\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(question.group(1), question.group(2), question.group(3), question.group(4))
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private HttpResponse<String> get(String path, String encoding) throws Exception {
        URI address = server.baseUri().resolve(path);
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("Accept-Encoding", encoding)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
