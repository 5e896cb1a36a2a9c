package org.speakdraw.acceptance.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.RawHttp;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** https with a certificate of the installation's own authority, as {@code run --https} makes it. */
class HttpsIT {

    /** Only a name server could make it mean a machine: to a browser it is no more trustworthy than any other. */
    private static final String NAME = "draw.school.test";

    @TempDir
    static Path data;

    private static final int PORT = Checkout.freePort();
    private static final URI SECURE = URI.create("https://localhost:" + PORT + "/");
    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerInstance.startOn(
                data,
                Map.of(),
                "--https",
                "--https-port",
                Integer.toString(PORT),
                // Nobody else in the network shall see a test.
                "--bind",
                "127.0.0.1",
                "--host",
                NAME);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void isTrustedByWhoeverTrustsTheAuthority() throws Exception {
        X509Certificate authority = authority();
        HttpResponse<String> answer =
                trusting(authority).send(request(SECURE.resolve("health/live")), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        String fingerprint = HexFormat.ofDelimiter(":")
                .formatHex(MessageDigest.getInstance("SHA-256").digest(authority.getEncoded()))
                .toUpperCase(Locale.ROOT);
        assertThat(server.launcher().output())
                .contains("SpeakDraw is ready: " + SECURE, "  certificate     SHA-256 " + fingerprint);
    }

    @Test
    void keepsItsKeysToItself() throws Exception {
        try (Stream<Path> files = Files.list(data.resolve("https"))) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
        for (String path : new String[] {
            "/trust/../authority.key", "/trust/%2e%2e/%2e%2e/authority.key", "/trust/..%2f..%2fauthority.key"
        }) {
            assertThat(ask("GET " + path, "localhost")).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void leadsFromPlainHttpToHttps() throws Exception {
        assertThat(ask("GET /some/page?q=a%20b", "localhost:" + server.baseUri().getPort()))
                .startsWith("HTTP/1.1 307 ")
                .contains("Location: " + SECURE + "some/page?q=a%20b\r\n");
        assertThat(ask("GET /", "[::1]:" + server.baseUri().getPort()))
                .contains("Location: https://[::1]:" + PORT + "/\r\n");
        assertThat(ask("DELETE /api/me", NAME)).startsWith("HTTP/1.1 307 ");
        assertThat(ask("GET /", "evil.example")).startsWith("HTTP/1.1 421 ").doesNotContain("Location");
        assertThat(ask("GET /a%0d%0aSet-Cookie:%20x=y", NAME)).doesNotContain("\r\nSet-Cookie");
        assertThat(ask("GET /health/ready", "localhost")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /metrics", "localhost")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void worksInARealBrowser() throws Exception {
        Playwright.run(
                URI.create("https://" + NAME + ":" + PORT + "/"),
                Map.of(
                        "SPEAKDRAW_PLAIN_URL",
                        "http://" + NAME + ":" + server.baseUri().getPort() + "/",
                        "SPEAKDRAW_HOST_RULES",
                        "MAP " + NAME + " 127.0.0.1"),
                "https.spec.ts");
    }

    private static X509Certificate authority() throws Exception {
        HttpResponse<byte[]> file = HttpClient.newHttpClient()
                .send(
                        request(server.baseUri().resolve("trust/speakdraw.crt")),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("application/x-x509-ca-cert");
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(file.body()));
    }

    private static HttpClient trusting(X509Certificate authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpRequest request(URI address) {
        return HttpRequest.newBuilder(address).build();
    }

    private static String ask(String line, String host) throws IOException {
        try (RawHttp http = new RawHttp(server.baseUri())) {
            http.send(line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            return http.readToEnd();
        }
    }
}
