package org.speakdraw.app.platform;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookies by which a participant is known again: each begins with a secret and a dot, and ends with a signature that
 * others check. Whoever has signed in is the participant of the account, and not the browser's own.
 */
public final class ParticipantCookie {

    /** Its name over plain HTTP. */
    public static final String NAME = "speakdraw-participant";
    /** Its name behind HTTPS: so no other host of the domain and no plain HTTP can set it. */
    public static final String SECURE_NAME = "__Host-" + NAME;

    private static final String ACCOUNT = "speakdraw-account";
    private static final String SECURE_ACCOUNT = "__Host-" + ACCOUNT;

    private static final Pattern SHOWN = pattern(SECURE_NAME, NAME, "");
    /** An account's says until when it is good. */
    private static final Pattern SHOWN_ACCOUNT = pattern(SECURE_ACCOUNT, ACCOUNT, "([0-9]{1,15})\\.");

    private ParticipantCookie() {}

    private static Pattern pattern(String secureName, String name, String more) {
        return Pattern.compile("(?:^|[; ])(?:" + secureName + "|" + name + ")=([A-Za-z0-9_-]{43})\\." + more);
    }

    /** Name of the cookie of who has signed in. */
    public static String accountName(boolean secure) {
        return secure ? SECURE_ACCOUNT : ACCOUNT;
    }

    /**
     * The secret in a request's cookies, whoever may have made it up; an account's only while it is good.
     *
     * @param cookies the {@code Cookie} headers; null without any
     */
    public static Optional<String> secretIn(@Nullable Collection<String> cookies) {
        String all = cookies == null ? "" : String.join("; ", cookies);
        long now = System.currentTimeMillis();
        return SHOWN_ACCOUNT
                .matcher(all)
                .results()
                .filter(shown -> Long.parseLong(shown.group(2)) > now)
                .findFirst()
                .or(() -> SHOWN.matcher(all).results().findFirst())
                .map(shown -> shown.group(1));
    }

    /**
     * Id of the participant with that secret: a UUID of version 8 (RFC 9562) from the secret's digest. It is known without
     * asking the database, so that a session opened while that is away still has its owner when it is written down later.
     */
    public static UUID participantOf(String secret) {
        ByteBuffer digest = ByteBuffer.wrap(Secret.of(secret).digest());
        long high = (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
