package org.speakdraw.app.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** A random secret of 256 bits as we keep it: its SHA-256 digest. Compared in constant time, never printed. */
public final class Secret {

    private static final int BYTES = 32;

    private final byte[] digest;

    private Secret(byte[] digest) {
        this.digest = digest;
    }

    /** A new secret in base64url, 43 characters; to be given away once. */
    public static String draw(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of {@code secret}. */
    public static Secret of(String secret) {
        return new Secret(digestOf(secret));
    }

    /** A secret of which only the digest was kept. */
    public static Secret ofDigest(byte[] digest) {
        return new Secret(digest.clone());
    }

    /** The SHA-256 digest, 32 bytes: all of a secret that may be stored; a copy. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Whether {@code candidate} is the secret. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, digestOf(candidate));
    }

    private static byte[] digestOf(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[...]";
    }
}
