package org.speakdraw.app.stream.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Secret;

/** Who may do what with a session. Thread-safe. */
public final class SessionAccess {

    private final @Nullable Secret token;
    private volatile @Nullable Secret viewKey;

    private SessionAccess(@Nullable Secret token) {
        this.token = token;
    }

    /** Only who shows {@code token}. */
    static SessionAccess byToken(String token) {
        return new SessionAccess(Secret.of(token));
    }

    /** Only who shows the token, and may watch who shows the view-only key, of which the SHA-256 digests were kept. */
    public static SessionAccess byDigest(byte[] token, Optional<byte[]> viewKey) {
        SessionAccess access = new SessionAccess(Secret.ofDigest(token));
        access.viewKey = viewKey.map(Secret::ofDigest).orElse(null);
        return access;
    }

    /** Whoever knows the session's id: in the classic protocol the client's random UUID is the secret. */
    static SessionAccess byId() {
        return new SessionAccess(null);
    }

    /** The digest of the token, where there is one: it tells the owner when the session is over. */
    public Optional<byte[]> tokenDigest() {
        return Optional.ofNullable(token).map(Secret::digest);
    }

    /** The digest of the view-only key, while there is one. */
    public Optional<byte[]> viewDigest() {
        return Optional.ofNullable(viewKey).map(Secret::digest);
    }

    /** May control the session. */
    public boolean ownedBy(Credentials credentials) {
        Secret expected = token;
        return expected == null || credentials.token().filter(expected::matches).isPresent();
    }

    /** May watch: its owner, or whoever came by the address that is shared now. */
    public boolean watchedBy(Credentials credentials) {
        Secret expected = viewKey;
        return ownedBy(credentials)
                || (expected != null
                        && credentials.view().filter(expected::matches).isPresent());
    }

    /** Gives out a view-only key, in place of the one before, or takes the last one back. */
    void share(Optional<String> key) {
        viewKey = key.map(Secret::of).orElse(null);
    }
}
