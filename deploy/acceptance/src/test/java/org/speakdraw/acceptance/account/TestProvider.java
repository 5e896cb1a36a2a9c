package org.speakdraw.acceptance.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A provider of accounts by OpenID Connect, as strict as a real one, whose tokens can have any {@link Fault}. Its page lets a
 * browser choose whom to be.
 */
final class TestProvider implements AutoCloseable {

    static final String CLIENT = "speakdraw";
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** Who has an account, and their roles. */
    static final Map<String, List<String>> PEOPLE = Map.of(
            "Ada Lovelace",
            List.of("pupil"),
            "Charles Babbage",
            List.of("teacher"),
            "Mary Somerville",
            List.of("admin"));

    /** What may be wrong with a token. */
    enum Fault {
        NONE,
        ISSUER,
        AUDIENCE,
        NONCE,
        EXPIRED,
        UNSIGNED,
        OTHER_KEY,
        SIGNED_WITH_THE_SECRET,
        TOO_LARGE,
        CODE_REFUSED
    }

    private record Granted(AuthenticationRequest request, String person) {}

    private final HttpServer server;
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();
    private volatile RSAKey key;
    private volatile Fault fault = Fault.NONE;

    TestProvider() throws IOException, JOSEException {
        key = newKey();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, metadata()));
        server.createContext("/keys", exchange -> json(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/authorize", this::choose);
        server.createContext("/chosen", this::chosen);
        server.createContext("/token", this::token);
        server.createContext("/logout", exchange -> html(exchange, "<h1>Signed out of the school</h1>"));
        server.start();
    }

    private static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** All further tokens have this fault. */
    void make(Fault next) {
        fault = next;
    }

    /** Signs with another key from now on. */
    void rotateKey() throws JOSEException {
        key = newKey();
    }

    /** What the settings of a server must be that trusts this provider. */
    Map<String, String> environment(int port) {
        return Map.of(
                "SPEAKDRAW_ADDRESS",
                "http://localhost:" + port,
                "SPEAKDRAW_OIDC_ISSUER",
                issuer(),
                "SPEAKDRAW_OIDC_CLIENT_ID",
                CLIENT,
                "SPEAKDRAW_OIDC_CLIENT_SECRET",
                SECRET,
                "SPEAKDRAW_OIDC_ROLE_CLAIMS",
                "school.roles",
                "SPEAKDRAW_OIDC_ADMINISTRATORS",
                "admin",
                "SPEAKDRAW_CLASSROOM_TEACHERS_SIGN_IN",
                "true");
    }

    private String metadata() {
        OIDCProviderMetadata metadata = new OIDCProviderMetadata(
                new Issuer(issuer()), List.of(SubjectType.PUBLIC), URI.create(issuer() + "/keys"));
        metadata.setAuthorizationEndpointURI(URI.create(issuer() + "/authorize"));
        metadata.setTokenEndpointURI(URI.create(issuer() + "/token"));
        metadata.setEndSessionEndpointURI(URI.create(issuer() + "/logout"));
        metadata.setResponseTypes(List.of(new ResponseType(ResponseType.Value.CODE)));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
        metadata.applyDefaults();
        return metadata.toJSONObject().toJSONString();
    }

    /** Signs somebody in who was sent here, and says where the browser goes then. */
    URI approve(URI authorization, String person) {
        try {
            AuthenticationRequest request = AuthenticationRequest.parse(authorization);
            if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())) {
                throw new IllegalArgumentException("no PKCE: " + authorization);
            }
            String code = UUID.randomUUID().toString();
            codes.put(code, new Granted(request, person));
            return URI.create(request.getRedirectionURI() + "?code=" + code + "&state=" + request.getState() + "&iss="
                    + URLEncoder.encode(issuer(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalArgumentException(authorization.toString(), e);
        }
    }

    private void choose(HttpExchange exchange) throws IOException {
        StringBuilder page = new StringBuilder("<h1>Sign in to your school</h1>");
        for (String person : PEOPLE.keySet()) {
            page.append("<p><a href='/chosen?")
                    .append(exchange.getRequestURI().getRawQuery().replace("&", "&amp;"))
                    .append("&amp;person=")
                    .append(person.replace(' ', '+'))
                    .append("'>")
                    .append(person)
                    .append("</a></p>");
        }
        html(exchange, page.toString());
    }

    private void chosen(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String person = query.substring(query.indexOf("&person=") + 8).replace('+', ' ');
        URI to = approve(URI.create(issuer() + exchange.getRequestURI()), person);
        exchange.getResponseHeaders().set("Location", to.toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        try {
            HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer() + "/token"));
            http.setContentType("application/x-www-form-urlencoded");
            http.setAuthorization(exchange.getRequestHeaders().getFirst("Authorization"));
            http.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            TokenRequest request = TokenRequest.parse(http);
            ClientSecretBasic client = (ClientSecretBasic) request.getClientAuthentication();
            AuthorizationCodeGrant grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
            Granted granted = codes.remove(grant.getAuthorizationCode().getValue());
            boolean right = granted != null
                    && fault != Fault.CODE_REFUSED
                    && client.getClientID().getValue().equals(CLIENT)
                    && client.getClientSecret().getValue().equals(SECRET)
                    && granted.request().getRedirectionURI().equals(grant.getRedirectionURI())
                    && CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier())
                            .equals(granted.request().getCodeChallenge());
            if (!right) {
                answer(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}");
                return;
            }
            String padding = fault == Fault.TOO_LARGE ? "x".repeat(1_000_000) : "";
            json(
                    exchange,
                    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60,\"padding\":\"" + padding
                            + "\",\"id_token\":\"" + idToken(granted) + "\"}");
        } catch (ParseException | JOSEException e) {
            throw new IOException(e);
        }
    }

    private String idToken(Granted granted) throws JOSEException {
        Instant now = Instant.now();
        Instant issued = fault == Fault.EXPIRED ? now.minus(Duration.ofHours(1)) : now;
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(fault == Fault.ISSUER ? "https://elsewhere.example" : issuer())
                .audience(fault == Fault.AUDIENCE ? "another" : CLIENT)
                .subject("id of " + granted.person())
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(issued.plusSeconds(60)))
                .claim(
                        "nonce",
                        fault == Fault.NONCE
                                ? "another"
                                : granted.request().getNonce().getValue())
                .claim("name", granted.person())
                .claim("school", Map.of("roles", PEOPLE.getOrDefault(granted.person(), List.of())))
                .build();
        if (fault == Fault.UNSIGNED) {
            return new PlainJWT(claims).serialize();
        }
        if (fault == Fault.SIGNED_WITH_THE_SECRET) {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            token.sign(new MACSigner(SECRET));
            return token.serialize();
        }
        RSAKey signer = fault == Fault.OTHER_KEY
                ? new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate()
                : key;
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .build(),
                claims);
        token.sign(new RSASSASigner(signer));
        return token.serialize();
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        answer(exchange, 200, "application/json", text);
    }

    private static void html(HttpExchange exchange, String body) throws IOException {
        answer(
                exchange,
                200,
                "text/html; charset=utf-8",
                "<!doctype html><title>School</title><link rel=icon href='data:,'>" + body);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
