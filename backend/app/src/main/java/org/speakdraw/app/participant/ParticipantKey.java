package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;

/**
 * Signs the secrets that this server gives to participants, so that nobody else can make one: HMAC-SHA-256 with a key
 * that the database keeps, shortened to 128 bits. Once read, the key is remembered, and participants are known while
 * the database is away. Thread-safe.
 */
@Singleton
public class ParticipantKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;

    private final Database database;
    private final ParticipantStore store;
    private volatile @Nullable SecretKeySpec key;

    @Inject
    public ParticipantKey(Database database, ParticipantStore store) {
        this.database = database;
        this.store = store;
    }

    /** Whether secrets can be signed and checked. */
    boolean available() {
        return key().isPresent();
    }

    /**
     * The signature of {@code secret}, 22 characters of base64url; empty until the database could be asked for the key.
     */
    Optional<String> sign(String secret) {
        return key().map(known -> sign(known, secret));
    }

    /** Whether this server made the signature. */
    boolean verifies(String secret, String signature) {
        return sign(secret)
                .filter(expected -> MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
    }

    /**
     * {@code text} with a signature of it that is good for one kind of text only.
     *
     * @param kind of our own making, such as {@code account}
     * @param text ASCII
     */
    Optional<String> seal(String kind, String text) {
        return sign(kind + ":" + text).map(signature -> text + "." + signature);
    }

    /** The text that {@link #seal} has sealed; empty for anything else. */
    Optional<String> open(String kind, String sealed) {
        int dot = sealed.lastIndexOf('.');
        String text = dot < 0 ? "" : sealed.substring(0, dot);
        return verifies(kind + ":" + text, sealed.substring(dot + 1)) ? Optional.of(text) : Optional.empty();
    }

    /**
     * The secret of the participant that an account is, in whichever browser, 43 characters of base64url: nobody finds the
     * account by it who has not the key.
     *
     * @param issuer  who has made the account
     * @param subject its name there
     */
    Optional<String> accountSecret(String issuer, String subject) {
        return key().map(known -> encode(digest(known, "account of " + issuer + "\n" + subject)));
    }

    private static String sign(SecretKeySpec key, String text) {
        return encode(Arrays.copyOf(digest(key, text), SIGNATURE_BYTES));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }

    private Optional<SecretKeySpec> key() {
        SecretKeySpec known = key;
        if (known == null && database.configured()) {
            try {
                known = new SecretKeySpec(store.signingKey(), ALGORITHM);
                key = known;
            } catch (RequestException e) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(known);
    }
}
