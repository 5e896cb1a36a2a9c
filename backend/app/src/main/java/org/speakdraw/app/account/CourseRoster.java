package org.speakdraw.app.account;

import com.fasterxml.jackson.core.type.TypeReference;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.Json;

/**
 * The list of names of a course (LTI Names and Role Provisioning Services 2.0), asked for at its own platform only, once, and
 * within {@link #LIMIT}.
 */
final class CourseRoster {

    private static final String SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";
    private static final String MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
    private static final Pattern NEXT = Pattern.compile("<([^<>]{1,2000})>\\s*;[^,]*\\brel=\"?next\"?");
    private static final int MAX_PAGES = 10;
    /** For all of it: a teacher waits. */
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private final HTTPRequestSender http;
    private final RSAKey key;

    CourseRoster(ProviderHttp http, RSAKey key) {
        this.http = http.within(LIMIT);
        this.key = key;
    }

    /**
     * The names of those who learn in the course.
     *
     * @param first page of the list, as the launch names it
     * @param max   names that are wanted at most
     * @throws IOException when the platform does not answer, refuses, or names an address that is not its own
     */
    List<String> learners(LtiPlatform platform, URI first, int max) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<URI> next = Optional.of(first);
        Optional<AccessToken> token = Optional.empty();
        for (int page = 0; next.isPresent() && page < MAX_PAGES && names.size() < max; page++) {
            URI address = next.get();
            if (!platform.owns(address)) {
                throw new IOException("the list of names is not on the platform: " + address.getHost());
            }
            if (token.isEmpty()) {
                token = Optional.of(token(platform));
            }
            HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, address);
            request.setAuthorization(token.get().toAuthorizationHeader());
            request.setAccept(MEDIA_TYPE);
            ReadOnlyHTTPResponse answer = http.send(request);
            if (answer.getStatusCode() != 200) {
                throw new IOException("HTTP " + answer.getStatusCode() + " for the list of names");
            }
            names.addAll(Launch.learners(read(answer.getBody())));
            next = next(answer.getHeaderMap());
        }
        return names.stream().limit(max).toList();
    }

    private static Map<String, Object> read(String body) throws IOException {
        Map<String, Object> page = Json.mapper().readValue(body, new TypeReference<>() {});
        if (page == null) {
            throw new IOException("the list of names is null");
        }
        return page;
    }

    private static Optional<URI> next(Map<String, List<String>> headers) throws IOException {
        Matcher link = NEXT.matcher(headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Link"))
                .map(header -> String.join(", ", header.getValue()))
                .findFirst()
                .orElse(""));
        try {
            return link.find() ? Optional.of(URI.create(link.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("the next page of names has no address", e);
        }
    }

    private AccessToken token(LtiPlatform platform) throws IOException {
        try {
            PrivateKeyJWT proof = new PrivateKeyJWT(
                    new ClientID(platform.clientId()),
                    platform.token(),
                    JWSAlgorithm.RS256,
                    key.toPrivateKey(),
                    key.getKeyID(),
                    null);
            TokenRequest request = new TokenRequest.Builder(platform.token(), proof, new ClientCredentialsGrant())
                    .scope(new Scope(SCOPE))
                    .build();
            TokenResponse response = TokenResponse.parse(request.toHTTPRequest().send(http));
            if (!response.indicatesSuccess()) {
                throw new IOException("the platform gives no access to the list of names");
            }
            return response.toSuccessResponse().getTokens().getAccessToken();
        } catch (JOSEException | ParseException e) {
            throw new IOException("the platform's token cannot be had", e);
        }
    }
}
