package org.speakdraw.acceptance.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.ServerInstance;

/**
 * The real server with a real Keycloak; it is large, so somebody has to ask for it: {@code -Pkeycloak} takes it from Maven
 * Central, {@code -Dspeakdraw.keycloak=ZIP} from a file.
 */
class KeycloakIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");

    @TempDir
    static Path folder;

    @Test
    @Timeout(400)
    void signsSomebodyInWithTheirPasswordAndRoles() throws Exception {
        String zip = System.getProperty("speakdraw.keycloak", "");
        assumeTrue(!zip.isEmpty(), "needs -Pkeycloak");
        int keycloakPort = Checkout.freePort();
        int port = Checkout.freePort();
        String issuer = "http://localhost:" + keycloakPort + "/realms/school";
        Process keycloak = start(unpack(Path.of(zip)), keycloakPort, port);
        try (ServerInstance server = ServerInstance.startAt(
                port,
                Map.of(
                        "SPEAKDRAW_ADDRESS",
                        "http://localhost:" + port,
                        "SPEAKDRAW_OIDC_ISSUER",
                        issuer,
                        "SPEAKDRAW_OIDC_CLIENT_ID",
                        "speakdraw",
                        "SPEAKDRAW_OIDC_CLIENT_SECRET",
                        SECRET,
                        "SPEAKDRAW_OIDC_ROLE_CLAIMS",
                        "realm_access.roles"))) {
            awaitKeycloak(keycloak);
            Browser browser = new Browser(server.baseUri());
            URI authorization = Browser.location(browser.get("/api/account/sign-in"));
            HttpResponse<String> asks = browser.get(authorization.toString());
            // Of plain http on this machine, which browsers take for secure, and Java does not.
            browser.cookies().forEach(cookie -> cookie.setSecure(false));
            Matcher form = FORM.matcher(asks.body());
            assertThat(form.find()).as(asks.body()).isTrue();
            HttpResponse<String> done =
                    browser.send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("username=ada&password="
                                    + URLEncoder.encode("analytical engine", StandardCharsets.UTF_8))));
            HttpResponse<String> back = browser.get(Browser.location(done).toString());
            assertThat(Browser.location(back)).hasToString(server.baseUri().toString());
            JsonNode account = browser.account().get("account");
            assertThat(account.get("name").asText()).isEqualTo("Ada Lovelace");
            assertThat(account.get("roles").toString()).isEqualTo("[\"teacher\"]");
            HttpResponse<String> out = browser.send("POST", "/api/account/sign-out", "");
            assertThat(out.body()).contains(issuer + "/protocol/openid-connect/logout?");
        } finally {
            keycloak.descendants().forEach(ProcessHandle::destroy);
            keycloak.destroy();
            keycloak.onExit().join();
        }
    }

    private static Process start(Path home, int keycloakPort, int port) throws IOException {
        Path realms = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(realms.resolve("school-realm.json"), """
                {"realm": "school", "enabled": true, "sslRequired": "none",
                 "roles": {"realm": [{"name": "teacher"}]},
                 "users": [{"username": "ada", "enabled": true, "firstName": "Ada", "lastName": "Lovelace",
                   "email": "ada@school.example", "emailVerified": true, "realmRoles": ["teacher"],
                   "credentials": [{"type": "password", "value": "analytical engine"}]}],
                 "clients": [{"clientId": "speakdraw", "secret": "%1$s", "publicClient": false,
                   "standardFlowEnabled": true, "redirectUris": ["http://localhost:%2$d/api/account/callback"],
                   "attributes": {"pkce.code.challenge.method": "S256",
                     "post.logout.redirect.uris": "http://localhost:%2$d"},
                   "protocolMappers": [{"name": "roles", "protocol": "openid-connect",
                     "protocolMapper": "oidc-usermodel-realm-role-mapper",
                     "config": {"claim.name": "realm_access.roles", "id.token.claim": "true",
                       "multivalued": "true", "jsonType.label": "String"}}]}]}
                """.formatted(SECRET, port));
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--http-port=" + keycloakPort,
                        "--import-realm")
                .redirectErrorStream(true);
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
        return builder.start();
    }

    private static void awaitKeycloak(Process keycloak) throws IOException {
        StringBuilder said = new StringBuilder();
        java.io.BufferedReader lines = keycloak.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Listening on")) {
                // Whatever it says from here on has to be taken, or it stops.
                Thread reader = new Thread(() -> lines.lines().forEach(rest -> {}), "keycloak");
                reader.setDaemon(true);
                reader.start();
                return;
            }
        }
        throw new IOException("Keycloak did not start:\n" + said);
    }

    private static Path unpack(Path zip) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("outside of the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(entries, target);
                }
            }
        }
        try (var homes = Files.list(folder)) {
            return homes.filter(home -> Files.exists(home.resolve("bin/kc.sh")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
