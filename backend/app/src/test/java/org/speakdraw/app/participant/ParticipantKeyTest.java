package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Secret;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class ParticipantKeyTest {

    private final String secret = Secret.draw(new SecureRandom());

    @Test
    void knowsItsOwnSignaturesAndNoOthers() {
        try (Closing one = new Closing(TestDatabase.create());
                Closing other = new Closing(TestDatabase.create())) {
            String signature = one.key().sign(secret).orElseThrow();
            assertThat(signature).matches("[A-Za-z0-9_-]{22}");
            assertThat(one.key().verifies(secret, signature))
                    .as("another server on the same database")
                    .isTrue();
            assertThat(other.key().verifies(secret, signature))
                    .as("another database")
                    .isFalse();
            assertThat(one.key().verifies(Secret.draw(new SecureRandom()), signature))
                    .isFalse();
            assertThat(one.key().verifies(secret, "A".repeat(22))).isFalse();
        }
    }

    @Test
    void goesOnWhileTheDatabaseIsAwayButCannotStartWithoutIt() {
        Database database = TestDatabase.create();
        ParticipantKey key = new ParticipantKey(database, new ParticipantStore(database));
        String signature = key.sign(secret).orElseThrow();
        database.close();
        assertThat(key.verifies(secret, signature)).isTrue();

        Database absent = new Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", "");
        ParticipantKey none = new ParticipantKey(absent, new ParticipantStore(absent));
        assertThat(none.available()).isFalse();
        assertThat(none.verifies(secret, signature)).isFalse();
        absent.close();
    }

    private record Closing(Database database) implements AutoCloseable {

        ParticipantKey key() {
            return new ParticipantKey(database, new ParticipantStore(database));
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
