package org.speakdraw.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class OnceStoreTest {

    private final Database database = TestDatabase.create();
    private final OnceStore once = new OnceStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesATextOnceWhicheverServerIsAskedUntilItIsTooOldAnyway() {
        Instant soon = Instant.now().plus(Duration.ofMinutes(10));
        assertThat(once.first("a", soon)).isTrue();
        assertThat(once.first("a", soon)).isFalse();
        assertThat(new OnceStore(database).first("a", soon)).isFalse();
        assertThat(once.first("b", Instant.now().minusSeconds(1))).isTrue();
        assertThat(once.removeBefore(Instant.now())).isEqualTo(1);
        assertThat(once.first("b", soon)).as("forgotten since then").isTrue();
    }
}
