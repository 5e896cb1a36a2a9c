package org.speakdraw.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.EndedSignInStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Secret;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class SignInScheduleTest {

    private final Database database = TestDatabase.create();
    private final OnceStore once = new OnceStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void deletesWhatIsOfNoUseAnyMoreAndNothingElseThoughTheClockIsFast() {
        Instant past = Instant.now().minusSeconds(1);
        Instant soon = Instant.now().plus(Duration.ofHours(1));
        once.first("a", past);
        once.first("b", soon);
        database.useHandle(handle -> handle.execute(
                "insert into ended_sign_in (cookie, until) values (?, ?), (?, ?)",
                Secret.of("a").digest(),
                past,
                Secret.of("b").digest(),
                soon));
        InstantSource fast = () -> Instant.now().plus(Duration.ofDays(1));
        new SignInSchedule(database, once, new EndedSignInStore(database), fast).delete();
        assertThat(kept("ended_sign_in")).isEqualTo(1);
        assertThat(kept("used_once")).isEqualTo(1);
    }

    private int kept(String table) {
        return database.withHandle(handle ->
                handle.select("select count(*) from " + table).mapTo(int.class).one());
    }
}
