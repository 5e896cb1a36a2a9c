package org.speakdraw.acceptance.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RawHttp;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** What stands before the application, in the provisioned server behind a proxy. */
class DoorIT {

    private static final String WRONG_CODE = "{\"code\":\"ZZZZZZ\"}";

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        Checkout.bundle();
        server = ServerInstance.start(Map.of("SPEAKDRAW_BEHIND_PROXY", "true"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void takesLargeBodiesOnlyWhereTheyBelong() {
        String large = "{\"name\":\"" + "x".repeat(100_000) + "\"}";
        HttpApi.Answer refused = api().post("/api/classrooms", large);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().get("code").asText()).isEqualTo("message-too-large");
        assertThat(api().post("/api/presets/file", large).status()).isEqualTo(400);
    }

    @Test
    void hangsUpOnABodyThatEndsInNonsense() throws Exception {
        try (RawHttp client = new RawHttp(server.baseUri())) {
            client.send("POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("0\r\nno name\r\n\r\n");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.log()).doesNotContain("headerName");
    }

    @Test
    void writesDownWhoWasRefusedAndBelievesTheProxyOnly() throws Exception {
        api().post("/api/classrooms/join", WRONG_CODE, "X-Forwarded-For", "198.51.100.1, 203.0.113.7");
        assertThat(Files.readString(server.data().logs().resolve("audit.log")))
                .contains("somebody was refused classroom (classroom-unknown) at 203.0.113.7")
                .doesNotContain("198.51.100.1");
        assertThat(server.log()).doesNotContain("classroom-unknown");
    }

    /** Far more than there are threads, and nobody takes anything. */
    @Test
    void slowReadersLeaveThreadsToOthers() throws Exception {
        String file = largestFile();
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                RawHttp reader = new RawHttp(server.baseUri());
                stalled.add(reader);
                reader.send("GET " + file + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
            }
            // Whoever comes last finds all places of this address taken.
            endOf(stalled.get(stalled.size() - 1));
            assertThat(server.log()).contains("203.0.113.9 has too many downloads at once");
            assertThat(api().get("/api/settings").status()).isEqualTo(200);
        } finally {
            for (RawHttp reader : stalled) {
                reader.close();
            }
        }
    }

    private static void endOf(RawHttp reader) throws IOException {
        try {
            reader.readToEnd();
        } catch (SocketException e) {
            // Cut off, which is as good an end.
        }
    }

    private static String largestFile() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.frontend().resolve("dist/assets"))) {
            return "/assets/"
                    + files.max(Comparator.comparingLong(file -> file.toFile().length()))
                            .orElseThrow()
                            .getFileName();
        }
    }

    private static HttpApi api() {
        return new HttpApi(server.baseUri());
    }
}
