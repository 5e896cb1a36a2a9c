package org.speakdraw.acceptance.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A learning platform as LTI 1.3 wants it: it launches, takes the choice of a lesson, and gives a course's names to who may have them. */
final class TestPlatform implements AutoCloseable {

    static final String CLIENT = "speakdraw at the platform";
    static final String DEPLOYMENT = "7";
    static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    static final String INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";
    static final String LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";

    private final HttpServer server;
    private final RSAKey key;
    private final KeyPair tool;
    /** What was asked for, by path. */
    final Map<String, String> asked = new ConcurrentHashMap<>();

    TestPlatform() throws IOException, JOSEException, NoSuchAlgorithmException {
        key = new RSAKeyGenerator(2048).keyID("platform").generate();
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        tool = keys.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.createContext("/names", this::names);
        server.start();
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Writes the files and says the settings of a server that trusts this platform. */
    Map<String, String> environment(int port, Path folder) throws IOException {
        Path platforms = folder.resolve("platforms.json");
        Files.writeString(platforms, """
                [{"issuer": "%1$s", "clientId": "%2$s", "deployments": ["%3$s"],
                  "authorization": "%1$s/authorize", "token": "%1$s/token", "keys": "%1$s/keys"}]
                """.formatted(issuer(), CLIENT, DEPLOYMENT));
        Path pem = folder.resolve("lti.pem");
        Files.writeString(
                pem,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(tool.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        return Map.of(
                "SPEAKDRAW_ADDRESS",
                "http://localhost:" + port,
                "SPEAKDRAW_LTI_PLATFORMS_FILE",
                platforms.toString(),
                "SPEAKDRAW_LTI_KEY_FILE",
                pem.toString(),
                "SPEAKDRAW_CLASSROOM_TEACHERS_SIGN_IN",
                "true");
    }

    /** The claims of a launch that begins with the request at {@code authorization}. */
    JWTClaimsSet.Builder launch(URI authorization, String person, String role) {
        Map<String, List<String>> asked = URLUtils.parseParameters(authorization.getRawQuery());
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject("id of " + person)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("nonce", asked.get("nonce").get(0))
                .claim("name", person)
                .claim(LTI + "version", "1.3.0")
                .claim(LTI + "message_type", "LtiResourceLinkRequest")
                .claim(LTI + "deployment_id", DEPLOYMENT)
                .claim(LTI + "roles", List.of(role))
                .claim(LTI + "context", Map.of("id", "c1", "title", "Art in 4b"))
                .claim(LTI + "resource_link", Map.of("id", "l1"));
    }

    /** The claims that also tell where the course's names are. */
    JWTClaimsSet.Builder withNames(JWTClaimsSet.Builder launch, String address) {
        return launch.claim(
                "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
                Map.of("context_memberships_url", address, "service_versions", List.of("2.0")));
    }

    /** As a form that a browser sends. */
    String form(URI authorization, JWTClaimsSet claims, UnaryOperator<String> token) throws JOSEException {
        SignedJWT signed = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        signed.sign(new RSASSASigner(key));
        String state = URLUtils.parseParameters(authorization.getRawQuery())
                .get("state")
                .get(0);
        return "state=" + state + "&id_token=" + token.apply(signed.serialize());
    }

    /** What a server has sent back, if it has signed it. */
    JWTClaimsSet verified(String token) throws ParseException, JOSEException {
        SignedJWT signed = SignedJWT.parse(token);
        if (!signed.verify(new RSASSAVerifier((RSAPublicKey) tool.getPublic()))) {
            throw new IllegalArgumentException("signed by somebody else");
        }
        return signed.getJWTClaimsSet();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, List<String>> form =
                URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        try {
            JWTClaimsSet proof = verified(form.get("client_assertion").get(0));
            boolean right = proof.getSubject().equals(CLIENT)
                    && proof.getAudience().contains(issuer() + "/token")
                    && form.get("scope").get(0).endsWith("/contextmembership.readonly");
            answer(
                    exchange,
                    right
                            ? "{\"access_token\":\"names\",\"token_type\":\"Bearer\",\"expires_in\":60}"
                            : "{\"error\":\"invalid_client\"}");
        } catch (ParseException | JOSEException e) {
            throw new IOException(e);
        }
    }

    private void names(HttpExchange exchange) throws IOException {
        String page = exchange.getRequestURI().toString();
        asked.put(page, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (page.equals("/names?null")) {
            answer(exchange, "null");
        } else if (page.equals("/names")) {
            exchange.getResponseHeaders().set("Link", "<" + issuer() + "/names?p=2>; rel=\"next\"");
            answer(exchange, members("Ada Lovelace", LEARNER, "Charles Babbage", INSTRUCTOR));
        } else {
            answer(exchange, members("Mary Somerville", LEARNER, "Ada Lovelace", LEARNER));
        }
    }

    private static String members(String first, String firstRole, String second, String secondRole) {
        return """
                {"members": [{"status": "Active", "name": "%s", "roles": ["%s"]},
                             {"status": "Active", "name": "%s", "roles": ["%s"]},
                             {"status": "Inactive", "name": "Gone", "roles": ["%s"]}, 7]}
                """.formatted(first, firstRole, second, secondRole, LEARNER);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(text.startsWith("{\"error") ? 401 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
