package org.speakdraw.app.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who knows the accounts, by OpenID Connect: discovery, the authorization code flow with PKCE, and the check of the token.
 * What it says of itself is asked for when it is first needed, and again every hour. Thread-safe.
 */
final class OpenIdProvider {

    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_WAITING = 32;
    private static final long LONGEST_WAIT_SECONDS = 8;

    /** Those by which nobody but the provider can have signed. */
    static final Set<JWSAlgorithm> ALGORITHMS = asymmetric();

    private final SignInConfig config;
    private final ProviderHttp http;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Discovered known;
    private volatile long askAgain = System.nanoTime();
    private volatile Optional<String> failure = Optional.empty();

    private record Discovered(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    OpenIdProvider(SignInConfig config, ProviderHttp http) {
        this.config = config;
        this.http = http;
    }

    private static Set<JWSAlgorithm> asymmetric() {
        Set<JWSAlgorithm> algorithms = new HashSet<>(JWSAlgorithm.Family.RSA);
        algorithms.addAll(JWSAlgorithm.Family.EC);
        return Set.copyOf(algorithms);
    }

    /** Why it could not be asked when it last should have been; empty when it could, or nobody has tried. */
    Optional<String> failure() {
        return failure;
    }

    /**
     * Where the browser goes to sign in.
     *
     * @throws IOException when the provider does not answer, or not as one
     */
    URI authorization(SignInAttempt attempt) throws IOException {
        OIDCProviderMetadata metadata = discovered().metadata();
        Scope scope = new Scope("openid");
        config.scopes().forEach(scope::add);
        return new AuthenticationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE),
                        scope,
                        new ClientID(config.clientId()),
                        config.callback())
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Where the browser goes to sign out there, too; empty where the provider has no such page. */
    Optional<URI> signOut() throws IOException {
        return Optional.ofNullable(discovered().metadata().getEndSessionEndpointURI())
                .filter(ProviderHttp::isSafe)
                .map(address -> new LogoutRequest(
                                address, null, null, new ClientID(config.clientId()), config.address(), null, null)
                        .toURI());
    }

    /**
     * Exchanges the code for the account's claims.
     *
     * @throws IOException      when the provider does not answer
     * @throws BadJOSEException when it refuses, or its token is not one for this attempt
     */
    IDTokenClaimsSet redeem(String code, SignInAttempt attempt) throws IOException, BadJOSEException {
        Discovered provider = discovered();
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), config.callback(), new CodeVerifier(attempt.verifier()));
        URI endpoint = provider.metadata().getTokenEndpointURI();
        ClientID client = new ClientID(config.clientId());
        TokenRequest request = config.clientSecret().isEmpty()
                ? new TokenRequest.Builder(endpoint, client, grant).build()
                : new TokenRequest.Builder(endpoint, authentication(provider.metadata(), client), grant).build();
        try {
            TokenResponse response =
                    OIDCTokenResponseParser.parse(request.toHTTPRequest().send(http));
            if (!(response instanceof OIDCTokenResponse tokens)) {
                throw new BadJOSEException("the provider refused the code: "
                        + response.toErrorResponse().getErrorObject().getCode());
            }
            return provider.validator().validate(tokens.getOIDCTokens().getIDToken(), new Nonce(attempt.nonce()));
        } catch (ParseException e) {
            throw new BadJOSEException("the provider's answer cannot be read: " + e.getMessage(), e);
        } catch (JOSEException e) {
            throw new IOException("the provider's keys cannot be had", e);
        }
    }

    private PlainClientSecret authentication(OIDCProviderMetadata metadata, ClientID client) {
        Secret secret = new Secret(config.clientSecret());
        List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        return methods != null
                        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                ? new ClientSecretPost(client, secret)
                : new ClientSecretBasic(client, secret);
    }

    private Discovered discovered() throws IOException {
        Discovered last = known;
        if (last != null && (System.nanoTime() - askAgain < 0 || asking.isLocked())) {
            return last;
        }
        takeTurn();
        try {
            return ask();
        } finally {
            asking.unlock();
        }
    }

    /** A provider that hangs holds up so many threads and so long, and no more. */
    private void takeTurn() throws IOException {
        try {
            if (asking.getQueueLength() >= MOST_WAITING || !asking.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("too many wait for the provider");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private Discovered ask() throws IOException {
        Discovered last = known;
        if (System.nanoTime() - askAgain < 0) {
            if (last != null) {
                return last;
            }
            throw new IOException(failure.orElse("the provider does not answer"));
        }
        try {
            Discovered now = discover();
            known = now;
            failure = Optional.empty();
            askAgain = System.nanoTime() + KEPT_NANOS;
            return now;
        } catch (IOException | RuntimeException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            failure = Optional.of(why);
            askAgain = System.nanoTime() + RETRY_NANOS;
            if (last != null) {
                return last;
            }
            throw new IOException(why, e);
        }
    }

    private Discovered discover() throws IOException {
        Issuer issuer = new Issuer(config.issuer());
        try {
            URI address = URI.create(OIDCProviderMetadata.resolveURL(issuer).toString());
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(http.get(address));
            if (!metadata.getIssuer().equals(issuer)) {
                throw new IOException("the provider calls itself " + metadata.getIssuer());
            }
            for (URI endpoint : new URI[] {
                metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI(), metadata.getJWKSetURI()
            }) {
                if (endpoint == null || !ProviderHttp.isSafe(endpoint)) {
                    throw new IOException("the provider lacks an address, or one is not https: " + endpoint);
                }
            }
            return new Discovered(metadata, validator(issuer, metadata));
        } catch (GeneralException e) {
            throw new IOException("the provider's description cannot be read: " + e.getMessage(), e);
        }
    }

    private IDTokenValidator validator(Issuer issuer, OIDCProviderMetadata metadata) throws IOException {
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        metadata.getJWKSetURI().toURL(), http)
                .refreshAheadCache(false)
                .outageTolerant(Duration.ofHours(1).toMillis())
                .build();
        return new IDTokenValidator(
                issuer, new ClientID(config.clientId()), new JWSVerificationKeySelector<>(ALGORITHMS, keys), null);
    }
}
