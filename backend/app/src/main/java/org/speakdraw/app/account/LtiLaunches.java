package org.speakdraw.app.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCResponseTypeValue;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.account.LinkedLessons.Lesson;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/** Launches by learning platforms (LTI 1.3), where the configuration names some. Thread-safe. */
public final class LtiLaunches {

    private static final System.Logger LOG = System.getLogger(LtiLaunches.class.getName());

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    private static final Duration RESPONSE_GOOD_FOR = Duration.ofMinutes(5);
    /** As many as a class has seats. */
    private static final int MAX_NAMES = 60;

    private final Optional<LtiConfig> config;
    private final List<Known> platforms = new ArrayList<>();
    private final ProviderHttp http = new ProviderHttp();
    private final OnceStore once;
    private final SignInRate rate;
    private final SecureRandom random = new SecureRandom();

    private record Known(LtiPlatform platform, IDTokenValidator validator) {}

    LtiLaunches(Optional<LtiConfig> config, OnceStore once, SignInRate rate) {
        this.config = config;
        this.once = once;
        this.rate = rate;
        config.ifPresent(known ->
                known.platforms().forEach(platform -> platforms.add(new Known(platform, validator(platform)))));
    }

    private IDTokenValidator validator(LtiPlatform platform) {
        try {
            return new IDTokenValidator(
                    new Issuer(platform.issuer()),
                    new ClientID(platform.clientId()),
                    new JWSVerificationKeySelector<SecurityContext>(
                            OpenIdProvider.ALGORITHMS,
                            JWKSourceBuilder.create(platform.keys().toURL(), http)
                                    .refreshAheadCache(false)
                                    .outageTolerant(Duration.ofHours(1).toMillis())
                                    .build()),
                    null);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("the keys of " + platform.issuer() + " have no address", e);
        }
    }

    /** What a platform begins a launch with. */
    record Initiation(
            Optional<String> issuer,
            Optional<String> client,
            Optional<String> loginHint,
            Optional<String> messageHint) {}

    /** Where the browser goes for the launch, and what it has to remember. */
    record Begun(LaunchAttempt attempt, URI platform) {}

    /**
     * A launch that is what it says.
     *
     * @param name as the platform calls who is sent
     */
    record Launched(LtiPlatform platform, String subject, String name, Launch launch, Duration length) {}

    /** Whether there are any. */
    boolean available() {
        return config.isPresent();
    }

    private LtiConfig requireConfig() {
        return config.orElseThrow(
                () -> new RequestException(ApiError.SIGN_IN_OFF, "No learning platform is known to this server."));
    }

    /** The public key that platforms check this server's messages with, as a JSON Web Key Set. */
    String keys() {
        return new JWKSet(requireConfig().key().toPublicJWK()).toString();
    }

    /** A page of this server. */
    URI page(String path) {
        return requireConfig().address().resolve(path);
    }

    private URI launchAddress() {
        return page("/api/lti/launch");
    }

    /**
     * Sends the browser on for the launch.
     *
     * @throws RequestException {@code sign-in-off}, {@code sign-in-refused} for a platform that is not known, {@code
     *     too-many-requests}
     */
    Begun begin(Initiation initiation, String address) {
        requireConfig();
        rate.require(address);
        LtiPlatform platform = platforms.stream()
                .map(Known::platform)
                .filter(each ->
                        initiation.issuer().filter(each.issuer()::equals).isPresent())
                .filter(each -> initiation.client().map(each.clientId()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> SignIn.refused("a launch of a platform that is not known"));
        LaunchAttempt attempt = new LaunchAttempt(
                Secret.draw(random),
                Secret.draw(random),
                platform.issuer(),
                platform.clientId(),
                Instant.now().plus(AttemptCredentials.LIMIT).toEpochMilli());
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        new ResponseType(OIDCResponseTypeValue.ID_TOKEN),
                        new Scope("openid"),
                        new ClientID(platform.clientId()),
                        launchAddress())
                .endpointURI(platform.authorization())
                .responseMode(ResponseMode.FORM_POST)
                .prompt(Prompt.Type.NONE)
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()));
        initiation.loginHint().ifPresent(request::loginHint);
        initiation.messageHint().ifPresent(hint -> request.customParameter("lti_message_hint", hint));
        return new Begun(attempt, request.build().toURI());
    }

    /**
     * Checks a launch.
     *
     * @param begun what the browser remembers
     * @throws RequestException {@code sign-in-off}, {@code sign-in-lapsed} for a launch that this browser did not begin, too
     *     late or a second time, {@code sign-in-refused}, {@code too-many-requests}, {@code provider-unavailable}, {@code
     *     database-unavailable}
     */
    Launched finish(Optional<LaunchAttempt> begun, Optional<String> state, Optional<String> token, String address) {
        Duration length = requireConfig().length();
        rate.require(address);
        LaunchAttempt attempt = begun.filter(each -> !each.isOver())
                .filter(each -> state.filter(Secret.of(each.state())::matches).isPresent())
                .filter(each -> once.first("launch " + each.state(), each.end()))
                .orElseThrow(() -> new RequestException(
                        ApiError.SIGN_IN_LAPSED, "The launch took too long, or it was used already. Try again."));
        Known known = platforms.stream()
                .filter(each -> each.platform().issuer().equals(attempt.issuer())
                        && each.platform().clientId().equals(attempt.client()))
                .findFirst()
                .orElseThrow(() -> SignIn.refused("a launch of a platform that is not known"));
        try {
            JWTClaimsSet claims = known.validator()
                    .validate(JWTParser.parse(token.orElse("")), new Nonce(attempt.nonce()))
                    .toJWTClaimsSet();
            Launch launch = Launch.of(claims);
            if (!known.platform().deployments().contains(launch.deployment())) {
                throw SignIn.refused("a launch of a deployment that is not known");
            }
            String name = claims.getClaim("name") instanceof String text ? SignIn.shortened(text) : "";
            return new Launched(known.platform(), claims.getSubject(), name, launch, length);
        } catch (JOSEException e) {
            throw SignIn.unavailable(new IOException("the platform's keys cannot be had", e));
        } catch (BadJOSEException
                | java.text.ParseException
                | com.nimbusds.oauth2.sdk.ParseException
                | IllegalArgumentException e) {
            throw SignIn.refused(String.valueOf(e.getMessage()));
        }
    }

    /** Offers the names of the course to a teacher's lesson; without them it goes on as it is. */
    void offerNames(Launched launched, UUID teacher, Lesson lesson, LinkedLessons lessons) {
        launched.launch().roster().ifPresent(roster -> {
            try {
                List<String> names = new CourseRoster(http, requireConfig().key())
                        .learners(launched.platform(), roster, MAX_NAMES).stream()
                                .map(SignIn::shortened)
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .toList();
                lessons.offerNames(teacher, lesson.id(), names);
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "The names of a course cannot be had: {0}",
                        SignIn.oneLine(String.valueOf(e.getMessage())));
            }
        });
    }

    /** @throws RequestException {@code sign-in-refused} unless what a teacher chooses is taken by the platform itself */
    void requireChoice(Launched launched) {
        wanted(launched);
    }

    private static Launch.Choice wanted(Launched launched) {
        return launched.launch()
                .choice()
                .filter(each -> launched.platform().owns(each.address()))
                .orElseThrow(() -> SignIn.refused("the choice of a lesson would go to another site"));
    }

    /**
     * What tells the platform that the teacher has chosen a lesson.
     *
     * @throws RequestException {@code sign-in-refused} when the launch does not say where to, or names another site
     */
    Choice choice(Launched launched, Lesson lesson) {
        LtiConfig known = requireConfig();
        Launch.Choice wanted = wanted(launched);
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(launched.platform().clientId())
                .audience(launched.platform().issuer())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(RESPONSE_GOOD_FOR)))
                .claim("nonce", Secret.draw(random))
                .claim(LTI + "deployment_id", launched.launch().deployment())
                .claim(LTI + "message_type", "LtiDeepLinkingResponse")
                .claim(LTI + "version", "1.3.0")
                .claim(
                        DEEP_LINKING + "content_items",
                        List.of(Map.of(
                                "type", "ltiResourceLink",
                                "title", lesson.name(),
                                "url", launchAddress().toString(),
                                "window", Map.of("targetName", "_blank"),
                                "custom", Map.of(Launch.LESSON, lesson.id().toString()))));
        if (!wanted.data().isEmpty()) {
            claims.claim(DEEP_LINKING + "data", wanted.data());
        }
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(known.key().getKeyID())
                            .build(),
                    claims.build());
            token.sign(new RSASSASigner(known.key()));
            return new Choice(wanted.address(), token.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException("the key of speakdraw.lti.key-file cannot sign", e);
        }
    }

    /** Where the browser takes what. */
    record Choice(URI address, String token) {}
}
