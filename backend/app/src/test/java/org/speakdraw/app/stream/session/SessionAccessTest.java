package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;

class SessionAccessTest {

    private final SessionAccess access = SessionAccess.byToken("secret");

    @Test
    void belongsToWhoeverShowsTheToken() {
        assertThat(access.ownedBy(token("secret"))).isTrue();
        assertThat(access.ownedBy(token("Secret"))).isFalse();
        assertThat(access.ownedBy(view("secret"))).isFalse();
        assertThat(access.tokenDigest()).isPresent();
    }

    @Test
    void belongsToEverybodyWithoutAToken() {
        assertThat(SessionAccess.byId().ownedBy(view("whatever"))).isTrue();
        assertThat(SessionAccess.byId().tokenDigest()).isEmpty();
    }

    @Test
    void isWatchedByTheKeyThatWasGivenOutLast() {
        assertThat(access.watchedBy(view("first"))).isFalse();
        access.share(Optional.of("first"));
        assertThat(access.watchedBy(view("first"))).isTrue();
        assertThat(access.ownedBy(view("first"))).isFalse();
        access.share(Optional.of("second"));
        assertThat(access.watchedBy(view("first"))).isFalse();
        assertThat(access.watchedBy(view("second"))).isTrue();
        access.share(Optional.empty());
        assertThat(access.watchedBy(view("second"))).isFalse();
    }

    @Test
    void readsIdsOfThirtySixCharactersOnly() {
        UUID id = UUID.randomUUID();
        assertThat(SessionIds.parse(id.toString())).isEqualTo(id);
        for (String bad : new String[] {"", "1-1-1-1-1", id + "0", "x".repeat(36)}) {
            assertThatThrownBy(() -> SessionIds.parse(bad)).isInstanceOf(RequestException.class);
        }
    }

    @Test
    void showsNothingOfCredentials() {
        assertThat(token("secret")).asString().doesNotContain("secret");
    }

    private static Credentials token(String token) {
        return new Credentials(Optional.of(token), Optional.empty());
    }

    private static Credentials view(String key) {
        return new Credentials(Optional.empty(), Optional.of(key));
    }
}
