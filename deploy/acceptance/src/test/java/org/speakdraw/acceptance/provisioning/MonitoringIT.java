package org.speakdraw.acceptance.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.acceptance.client.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.Processes;
import org.speakdraw.acceptance.fixture.RawHttp;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** A server behind a proxy: what it tells whom, and by which name. */
class MonitoringIT {

    private static final String[] BY_PROXY = {"X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https"};

    private static ServerInstance server;

    @BeforeAll
    static void start() throws Exception {
        Checkout.bundle();
        server = ServerInstance.start(Map.of(
                "SPEAKDRAW_BEHIND_PROXY", "true",
                "SPEAKDRAW_HOSTS", "draw.school.example",
                "SPEAKDRAW_MONITORING_TOKEN", "a-token-of-the-monitoring"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void tellsThisMachineWhichPartsWorkAndSinceWhen() throws Exception {
        // A server is ready before its database is.
        assertThat(Processes.eventually(PATIENCE, () -> !get("/health").body().contains("\"down\"")))
                .isTrue();
        Answer answer = get("/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("state").asText()).isEqualTo("up");
        for (JsonNode check : answer.json().get("checks")) {
            assertThat(check.get("state").asText()).isEqualTo("up");
            assertThat(Instant.parse(check.get("since").asText())).isBefore(Instant.now());
            assertThat(check.get("detail").asText()).isNotBlank();
        }
        assertThat(answer.json().get("checks"))
                .extracting(check -> check.get("name").asText())
                .contains("engine", "history");
        assertThat(get("/health/ready").json().get("checks"))
                .extracting(check -> check.get("name").asText())
                .contains("engine")
                .doesNotContain("history");
        assertThat(get("/health/live").body()).isEqualTo("{\"state\":\"up\"}");
        assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void tellsOthersOnlyWhetherItWorks() {
        assertThat(get("/health", BY_PROXY).body()).isEqualTo("{\"state\":\"up\"}");
        assertThat(get("/health/ready", BY_PROXY).body()).isEqualTo("{\"state\":\"up\"}");
        Answer metrics = get("/metrics", BY_PROXY);
        assertThat(metrics.status()).isEqualTo(403);
        assertThat(metrics.json().get("code").asText()).isEqualTo("monitoring-refused");
        assertThat(get("/metrics", "X-Forwarded-For", "127.0.0.1").status())
                .as("whoever writes the address of this machine into the header")
                .isEqualTo(403);
        assertThat(get("/metrics", "X-Forwarded-For", "203.0.113.7", "Authorization", "Bearer a-guess")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void tellsEverythingToTheToken() {
        String[] headers = {"X-Forwarded-For", "203.0.113.7", "Authorization", "Bearer a-token-of-the-monitoring"};
        assertThat(get("/health", headers).json().get("checks")).isNotEmpty();
        assertThat(get("/metrics", headers).status()).isEqualTo(200);
    }

    @Test
    void asksForHttpsWhereItWasHttps() {
        assertThat(get("/", BY_PROXY).headers().firstValue("Strict-Transport-Security"))
                .hasValue("max-age=31536000");
        assertThat(get("/").headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void answersToItsOwnNamesOnly() throws Exception {
        for (String host : new String[] {"localhost", "127.0.0.1:8080", "draw.school.example", "[::1]:80"}) {
            assertThat(RawHttp.get(server.baseUri(), "/", "Host: " + host))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(RawHttp.get(server.baseUri(), "/", "Host: localhost", "X-Forwarded-Host: draw.school.example"))
                .startsWith("HTTP/1.1 200");
        for (String header : new String[] {
            "Host: evil.example", "Host: localhost.evil.example", "Host: localhost\r\nX-Forwarded-Host: evil.example"
        }) {
            assertThat(RawHttp.get(server.baseUri(), "/api/settings", header))
                    .as(header)
                    .startsWith("HTTP/1.1 421")
                    .contains("application/problem+json", "host-refused")
                    .doesNotContain("bundle");
        }
        assertThat(RawHttp.get(server.baseUri(), "/ws/sessions/x", "Host: evil.example", "Upgrade: websocket"))
                .startsWith("HTTP/1.1 421");
    }

    private static Answer get(String path, String... headers) {
        return new HttpApi(server.baseUri()).get(path, headers);
    }
}
