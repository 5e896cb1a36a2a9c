package org.speakdraw.acceptance.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.acceptance.account.TestProvider.Fault;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.ServerInstance;

/** The real server with a provider of accounts. */
class SignInIT {

    private static final String ADA = "Ada Lovelace";
    private static final String TEACHER = "Charles Babbage";
    private static final String ADMINISTRATOR = "Mary Somerville";

    private static TestProvider provider;
    private static ServerInstance server;

    private final Browser browser = new Browser(server.baseUri());

    @BeforeAll
    static void start() throws Exception {
        provider = new TestProvider();
        int port = Checkout.freePort();
        server = ServerInstance.startAt(port, provider.environment(port));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    @AfterEach
    void mend() {
        provider.make(Fault.NONE);
    }

    private static URI signIn(Browser browser, String person, String back) {
        URI authorization = Browser.location(browser.get("/api/account/sign-in?back=" + back));
        return Browser.location(
                browser.get(provider.approve(authorization, person).toString()));
    }

    private static String signIn(Browser browser, String person) {
        return signIn(browser, person, "/").toString();
    }

    private String page(String path) {
        return server.baseUri().resolve(path).toString();
    }

    @Test
    void isTheSamePersonInEveryBrowserAndOneselfAgainAfterSigningOut() {
        assertThat(browser.send("PATCH", "/api/me", "{\"name\":\"Otter\"}").statusCode())
                .isEqualTo(200);
        String without = me(browser);
        assertThat(signIn(browser, ADA)).isEqualTo(page("/"));
        JsonNode account = browser.account().get("account");
        assertThat(account.get("name").asText()).isEqualTo(ADA);
        assertThat(account.get("roles"))
                .hasSize(1)
                .allMatch(role -> role.asText().equals("student"));
        String with = me(browser);
        assertThat(with).isNotEqualTo(without);

        Browser elsewhere = new Browser(server.baseUri());
        signIn(elsewhere, ADA);
        assertThat(me(elsewhere)).isEqualTo(with);
        Browser other = new Browser(server.baseUri());
        signIn(other, TEACHER);
        assertThat(me(other)).isNotEqualTo(with);

        HttpResponse<String> out = browser.send("POST", "/api/account/sign-out", "");
        assertThat(HttpApi.parse(out.body()).get("next").asText())
                .startsWith(provider.issuer() + "/logout?")
                .contains("post_logout_redirect_uri=");
        assertThat(browser.account().get("account").isNull()).isTrue();
        assertThat(me(browser)).isEqualTo(without);
    }

    @Test
    void takesNoCopyOfACookieAfterSigningOut() {
        signIn(browser, ADA);
        Browser copy = new Browser(server.baseUri());
        copy.steal(browser);
        assertThat(copy.account().at("/account/name").asText()).isEqualTo(ADA);
        browser.send("POST", "/api/account/sign-out", "");
        assertThat(copy.account().get("account").isNull()).isTrue();
        assertThat(me(copy)).isEqualTo(me(browser));
    }

    /** What was asked for before signing out may be answered after it. */
    @Test
    void bringsNoAccountsCookieBackWithOtherAnswers() {
        signIn(browser, ADA);
        HttpResponse<String> opened = browser.send("POST", "/api/sessions", "{}");
        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("speakdraw-account="));
    }

    @Test
    void goesToTheServersOwnAddressFirst() {
        URI elsewhere = URI.create("http://127.0.0.1:" + server.baseUri().getPort() + "/api/account/sign-in");
        URI here = Browser.location(browser.get(elsewhere + "?back=/join.html%23ABC123"));
        assertThat(here).hasToString(page("/api/account/sign-in?moved=true&back=%2Fjoin.html%23ABC123"));
        URI authorization = Browser.location(browser.get(here.toString()));
        assertThat(Browser.location(
                        browser.get(provider.approve(authorization, ADA).toString())))
                .hasToString(page("/join.html#ABC123"));
        assertThat(Browser.location(browser.get(elsewhere + "?moved=true")))
                .as("once only")
                .asString()
                .startsWith(provider.issuer());
    }

    private static String me(Browser browser) {
        return HttpApi.parse(browser.get("/api/me").body()).get("id").asText();
    }

    @Test
    void opensClassroomsForTeachersOnlyAndStudentsHaveTheirAccountsNames() {
        String room = "{\"name\":\"4b\"}";
        assertThat(Browser.code(browser.send("POST", "/api/classrooms", room))).isEqualTo("sign-in-needed");
        signIn(browser, ADA);
        assertThat(Browser.code(browser.send("POST", "/api/classrooms", room))).isEqualTo("role-missing");

        Browser teacher = new Browser(server.baseUri());
        assertThat(signIn(teacher, TEACHER, "/teacher.html").toString()).isEqualTo(page("/teacher.html"));
        JsonNode opened = HttpApi.parse(
                        teacher.send("POST", "/api/classrooms", room).body())
                .get("classroom");
        String id = opened.get("id").asText();
        assertThat(teacher.send("PATCH", "/api/classrooms/" + id, "{\"naming\":\"account\"}")
                        .statusCode())
                .isEqualTo(200);
        String join = "{\"code\":\"" + opened.get("joinCode").asText() + "\",\"name\":\"Nobody\"}";
        Browser stranger = new Browser(server.baseUri());
        assertThat(Browser.code(stranger.send("POST", "/api/classrooms/join", join)))
                .isEqualTo("sign-in-needed");
        JsonNode student =
                HttpApi.parse(browser.send("POST", "/api/classrooms/join", join).body());
        assertThat(student.get("name").asText()).isEqualTo(ADA);
        assertThat(teacher.send("DELETE", "/api/classrooms/" + id, "").statusCode())
                .isEqualTo(204);
    }

    /** Requests that came through a proxy are not this machine's. */
    @Test
    void letsAdministratorsModerateFromAnywhere() {
        assertThat(moderated(browser)).isEqualTo(403);
        signIn(browser, TEACHER);
        assertThat(moderated(browser)).isEqualTo(403);
        signIn(browser, ADMINISTRATOR);
        assertThat(moderated(browser)).isEqualTo(200);
        browser.send("POST", "/api/account/sign-out", "");
        assertThat(moderated(browser)).isEqualTo(403);
    }

    private static int moderated(Browser browser) {
        return browser.send(
                        java.net.http.HttpRequest.newBuilder(server.baseUri().resolve("/api/moderation/presets"))
                                .header("X-Forwarded-For", "192.0.2.7"))
                .statusCode();
    }

    @Test
    void keepsCookiesFromScriptsAndOtherSites() {
        HttpResponse<String> begun = browser.get("/api/account/sign-in");
        assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Lax", "Path=/api/account", "Max-Age=600");
        HttpResponse<String> done =
                browser.get(provider.approve(Browser.location(begun), ADA).toString());
        assertThat(done.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("speakdraw-account=")
                        .contains("HttpOnly", "SameSite=Strict")
                        .doesNotContain("Max-Age"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("speakdraw-sign-in=;").contains("Max-Age=0"));
        assertThat(done.headers().firstValue("Cache-Control")).contains("no-store");
        String first = cookie(browser);
        signIn(browser, ADA);
        assertThat(cookie(browser)).isNotEqualTo(first);
        HttpResponse<String> foreign = browser.send(
                java.net.http.HttpRequest.newBuilder(server.baseUri().resolve("/api/account/sign-out"))
                        .header("Origin", "https://elsewhere.example")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(Browser.code(foreign)).isEqualTo("origin-refused");
    }

    private static String cookie(Browser browser) {
        return browser.cookies().stream()
                .filter(cookie -> cookie.getName().equals("speakdraw-account"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "TOO_LARGE"})
    void refusesATokenThatIsNotForThisSignIn(Fault fault) {
        provider.make(fault);
        assertThat(signIn(browser, ADA, "/join.html%23ABC123"))
                .hasToString(page("/join.html?sign-in=sign-in-refused#ABC123"));
        assertThat(browser.account().get("account").isNull()).isTrue();
    }

    @Test
    void readsNoMoreThanATokenHas() {
        provider.make(Fault.TOO_LARGE);
        assertThat(signIn(browser, ADA)).isEqualTo(page("/?sign-in=provider-unavailable"));
    }

    @Test
    void takesAKeyThatTheProviderHasChangedTo() throws Exception {
        signIn(browser, ADA);
        provider.rotateKey();
        assertThat(signIn(browser, ADA)).isEqualTo(page("/"));
    }

    @Test
    void takesAnAnswerOnceAndFromTheBrowserThatAskedForIt() {
        URI authorization = Browser.location(browser.get("/api/account/sign-in"));
        String answer = provider.approve(authorization, ADA).toString();
        Browser thief = new Browser(server.baseUri());
        assertThat(Browser.location(thief.get(answer))).hasToString(page("/?sign-in=sign-in-lapsed"));
        thief.get("/api/account/sign-in");
        assertThat(Browser.location(thief.get(answer)))
                .as("with an attempt of its own")
                .hasToString(page("/?sign-in=sign-in-lapsed"));

        Browser copy = new Browser(server.baseUri());
        copy.steal(browser);
        assertThat(Browser.location(browser.get(answer))).hasToString(page("/"));
        assertThat(Browser.location(copy.get(answer)))
                .as("the same cookie a second time")
                .hasToString(page("/?sign-in=sign-in-lapsed"));
        assertThat(copy.account().get("account").isNull()).isTrue();
    }

    @Test
    void refusesAnAnswerOfAnotherProviderAndOneWithoutACode() {
        URI authorization = Browser.location(browser.get("/api/account/sign-in"));
        String answer = provider.approve(authorization, ADA).toString();
        String mixed = answer.substring(0, answer.indexOf("&iss=")) + "&iss=https%3A%2F%2Felsewhere.example";
        assertThat(Browser.location(browser.get(mixed))).hasToString(page("/?sign-in=sign-in-refused"));
        String state = Browser.location(browser.get("/api/account/sign-in")).getQuery();
        state = state.substring(state.indexOf("state=")).replaceAll("&.*", "");
        assertThat(Browser.location(browser.get("/api/account/callback?error=access_denied&" + state)))
                .hasToString(page("/?sign-in=sign-in-refused"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example",
                "//elsewhere.example",
                "/%5Celsewhere.example",
                "/a.html?x=//b",
                "x",
                ""
            })
    void sendsNobodyToAnotherSite(String back) {
        HttpResponse<String> answer = browser.get("/api/account/sign-in?back=" + back);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Browser.code(answer)).isEqualTo("request-invalid");
    }

    @Test
    void takesNoAccountThatSomebodyMadeUp() {
        signIn(browser, ADA);
        String value = cookie(browser);
        for (String forged : new String[] {
            "A" + value.substring(1),
            value.substring(0, value.length() - 1),
            value + "A",
            "A".repeat(43) + ".e30." + "A".repeat(22)
        }) {
            assertThat(HttpApi.parse(new HttpApi(server.baseUri())
                                    .get("/api/account", "Cookie", "speakdraw-account=" + forged)
                                    .body())
                            .get("account")
                            .isNull())
                    .as(forged)
                    .isTrue();
        }
    }

    @Test
    void saysThatPeopleCanSignIn() {
        HttpApi api = new HttpApi(server.baseUri());
        assertThat(api.get("/api/settings").json().get("signIn").asBoolean()).isTrue();
        assertThat(api.get("/health").json().toString()).contains("sign-in", "People can sign in.");
    }

    @Test
    void keepsNothingOfTheAccountsInTheLog() throws Exception {
        signIn(browser, ADA);
        assertThat(server.log()).doesNotContain("Lovelace", "id of Ada", TestProvider.SECRET);
    }

    @Test
    void worksInARealBrowser() throws Exception {
        Playwright.run(server.baseUri(), Map.of("SPEAKDRAW_SIGN_IN", "true"), "sign-in.spec.ts");
    }
}
