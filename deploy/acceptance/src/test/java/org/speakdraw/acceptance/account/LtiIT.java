package org.speakdraw.acceptance.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** The real server, launched by a learning platform. */
class LtiIT {

    private static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    private static final String TEACHER = "Charles Babbage";

    @TempDir
    static Path folder;

    private static TestPlatform platform;
    private static ServerInstance server;

    private final Browser browser = new Browser(server.baseUri());

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
        int port = Checkout.freePort();
        server = ServerInstance.startAt(port, platform.environment(port, folder));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        platform.close();
    }

    /** Begins as Moodle does: by a form on a page of another site. */
    private static URI begin(Browser browser) {
        return Browser.location(post(
                browser,
                "/api/lti/login",
                "iss=" + encode(platform.issuer()) + "&login_hint=5&lti_message_hint=9&target_link_uri="
                        + encode(server.baseUri() + "api/lti/launch") + "&client_id=" + encode(TestPlatform.CLIENT)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> post(Browser browser, String path, String form) {
        return browser.send(HttpRequest.newBuilder(server.baseUri().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", platform.issuer())
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> launch(Browser browser, URI authorization, JWTClaimsSet claims)
            throws Exception {
        return post(browser, "/api/lti/launch", platform.form(authorization, claims, UnaryOperator.identity()));
    }

    private static String page(String path) {
        return server.baseUri().resolve(path).toString();
    }

    private static JWTClaimsSet.Builder choosing(URI authorization, String back) {
        return choosing(authorization, back, TEACHER);
    }

    private static JWTClaimsSet.Builder choosing(URI authorization, String back, String teacher) {
        return platform.launch(authorization, teacher, TestPlatform.INSTRUCTOR)
                .claim(TestPlatform.LTI + "message_type", "LtiDeepLinkingRequest")
                .claim(
                        DEEP_LINKING + "deep_linking_settings",
                        Map.of("deep_link_return_url", back, "data", "kept \"&<>"));
    }

    @Test
    void bringsATeachersLessonIntoACourseAndItsStudentsIntoTheLesson() throws Exception {
        URI authorization = begin(browser);
        assertThat(authorization.toString())
                .startsWith(platform.issuer() + "/authorize?")
                .contains("response_mode=form_post", "prompt=none", "login_hint=5", "lti_message_hint=9");
        JWTClaimsSet choosing = platform.withNames(
                        choosing(authorization, platform.issuer() + "/chosen"), platform.issuer() + "/names")
                .build();
        HttpResponse<String> chosen = launch(browser, authorization, choosing);
        assertThat(chosen.statusCode()).isEqualTo(200);
        assertThat(chosen.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("form-action " + platform.issuer() + ";", "default-src 'none'");
        assertThat(chosen.body()).contains("action=\"" + platform.issuer() + "/chosen\"");
        Matcher token = Pattern.compile("name=\"JWT\" value=\"([^\"]+)\"").matcher(chosen.body());
        assertThat(token.find()).isTrue();
        JWTClaimsSet response = platform.verified(token.group(1));
        assertThat(response.getIssuer()).isEqualTo(TestPlatform.CLIENT);
        assertThat(response.getAudience()).containsExactly(platform.issuer());
        assertThat(response.getClaim(DEEP_LINKING + "data")).isEqualTo("kept \"&<>");
        Map<?, ?> item = (Map<?, ?>) ((List<?>) response.getClaim(DEEP_LINKING + "content_items")).get(0);
        assertThat(item.get("title")).isEqualTo("Art in 4b");
        Object lesson = ((Map<?, ?>) item.get("custom")).get("lesson");

        JsonNode room = HttpApi.parse(browser.get("/api/classrooms/" + lesson).body());
        assertThat(room.get("naming").asText()).isEqualTo("list");
        assertThat(room.get("names")).extracting(JsonNode::asText).containsExactly("Ada Lovelace", "Mary Somerville");
        assertThat(platform.asked)
                .contains(Map.entry("/names", "Bearer names"), Map.entry("/names?p=2", "Bearer names"));

        Browser student = new Browser(server.baseUri());
        URI studying = begin(student);
        JWTClaimsSet link = platform.launch(studying, "Ada Lovelace", TestPlatform.LEARNER)
                .claim(TestPlatform.LTI + "custom", Map.of("lesson", lesson))
                .build();
        String code = room.get("joinCode").asText();
        assertThat(Browser.location(launch(student, studying, link))).hasToString(page("/join.html#" + code));
        assertThat(student.account().at("/account/name").asText()).isEqualTo("Ada Lovelace");
        assertThat(Browser.code(student.send("POST", "/api/classrooms", "{\"name\":\"x\"}")))
                .isEqualTo("role-missing");

        Browser elsewhere = new Browser(server.baseUri());
        URI teaching = begin(elsewhere);
        JWTClaimsSet again =
                platform.launch(teaching, TEACHER, TestPlatform.INSTRUCTOR).build();
        assertThat(Browser.location(launch(elsewhere, teaching, again))).hasToString(page("/teacher.html"));
        assertThat(elsewhere.get("/api/classrooms/" + lesson).statusCode()).isEqualTo(200);

        assertThat(browser.send("DELETE", "/api/classrooms/" + lesson, "").statusCode())
                .isEqualTo(204);
        URI late = begin(student);
        JWTClaimsSet over = platform.launch(late, "Ada Lovelace", TestPlatform.LEARNER)
                .claim(TestPlatform.LTI + "custom", Map.of("lesson", lesson))
                .build();
        assertThat(Browser.location(launch(student, late, over))).hasToString(page("/?sign-in=classroom-unknown"));
    }

    @Test
    void refusesWhatIsNoLaunchOfThisBrowserByThisPlatform() throws Exception {
        refuses("sign-in-refused", claims -> claims.issuer("https://elsewhere.example"));
        refuses("sign-in-refused", claims -> claims.audience("another"));
        refuses("sign-in-refused", claims -> claims.claim("nonce", "another"));
        refuses(
                "sign-in-refused",
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600))));
        refuses("sign-in-refused", claims -> claims.claim(TestPlatform.LTI + "deployment_id", "8"));
        refuses("sign-in-refused", claims -> claims.claim(TestPlatform.LTI + "deployment_id", null));
        refuses("sign-in-refused", claims -> claims.claim(TestPlatform.LTI + "version", "1.1"));
        refuses("sign-in-refused", claims -> claims.claim(TestPlatform.LTI + "message_type", "Other"));

        URI authorization = begin(browser);
        JWTClaimsSet claims = platform.launch(authorization, "Ada Lovelace", TestPlatform.LEARNER)
                .build();
        String forged =
                platform.form(authorization, claims, token -> token.substring(0, token.length() - 6) + "AAAAAA");
        assertThat(Browser.location(post(browser, "/api/lti/launch", forged)))
                .hasToString(page("/?sign-in=sign-in-refused"));
        assertThat(Browser.location(launch(new Browser(server.baseUri()), authorization, claims)))
                .as("another browser's")
                .hasToString(page("/?sign-in=sign-in-lapsed"));
        assertThat(browser.account().get("account").isNull()).isTrue();
    }

    private void refuses(String code, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        URI authorization = begin(browser);
        JWTClaimsSet claims = change.apply(platform.launch(authorization, "Ada Lovelace", TestPlatform.LEARNER))
                .build();
        assertThat(Browser.location(launch(browser, authorization, claims))).hasToString(page("/?sign-in=" + code));
    }

    @Test
    void takesALaunchOnce() throws Exception {
        URI authorization = begin(browser);
        Browser copy = new Browser(server.baseUri());
        copy.steal(browser);
        JWTClaimsSet claims = platform.launch(authorization, "Ada Lovelace", TestPlatform.LEARNER)
                .build();
        assertThat(Browser.location(launch(browser, authorization, claims))).hasToString(page("/join.html"));
        assertThat(Browser.location(launch(copy, authorization, claims))).hasToString(page("/?sign-in=sign-in-lapsed"));
    }

    @Test
    void asksAndTellsNobodyButThePlatform() throws Exception {
        URI authorization = begin(browser);
        HttpResponse<String> answer = launch(
                browser,
                authorization,
                choosing(authorization, "https://elsewhere.example/chosen", "Grace Hopper")
                        .build());
        assertThat(Browser.location(answer)).hasToString(page("/?sign-in=sign-in-refused"));
        URI teaching = begin(browser);
        launch(
                browser,
                teaching,
                platform.launch(teaching, "Grace Hopper", TestPlatform.INSTRUCTOR)
                        .build());
        assertThat(browser.account().at("/account/name").asText()).isEqualTo("Grace Hopper");
        assertThat(HttpApi.parse(browser.get("/api/me").body()).get("classroom").isNull())
                .as("no lesson was begun")
                .isTrue();

        for (String names : List.of("http://localhost:1/names", platform.issuer() + "/names?null")) {
            URI again = begin(browser);
            JWTClaimsSet claims = platform.withNames(choosing(again, platform.issuer() + "/chosen"), names)
                    .build();
            assertThat(launch(browser, again, claims).statusCode())
                    .as("goes on without the names")
                    .isEqualTo(200);
        }
        assertThat(server.log())
                .contains("the list of names is not on the platform")
                .doesNotContain("Babbage");
    }

    @Test
    void letsOnlyTeachersChooseLessons() throws Exception {
        URI authorization = begin(browser);
        JWTClaimsSet claims = choosing(authorization, platform.issuer() + "/chosen")
                .claim(TestPlatform.LTI + "roles", List.of(TestPlatform.LEARNER))
                .build();
        assertThat(Browser.location(launch(browser, authorization, claims)))
                .hasToString(page("/?sign-in=role-missing"));
    }

    @Test
    void knowsNoOtherPlatformAndTellsItsOwnKey() throws Exception {
        HttpResponse<String> unknown =
                post(browser, "/api/lti/login", "iss=" + encode("https://elsewhere.example") + "&login_hint=5");
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(Browser.code(unknown)).isEqualTo("sign-in-refused");
        JsonNode key = HttpApi.parse(browser.get("/api/lti/keys").body()).at("/keys/0");
        assertThat(key.get("kty").asText()).isEqualTo("RSA");
        assertThat(key.has("d")).as("the secret part").isFalse();
        assertThat(browser.get("/api/account").body()).contains("\"available\":false");
    }
}
