package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class EndedSignInsTest {

    private final Database database = TestDatabase.create();
    private final EndedSignInStore store = new EndedSignInStore(database);
    private final EndedSignIns here = new EndedSignIns(store);
    private final EndedSignIns elsewhere = new EndedSignIns(store);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void holdsAtOnceHereAndWithTheNextLookElsewhereAndAfterARestart() {
        Instant soon = Instant.now().plus(Duration.ofHours(1));
        elsewhere.look();
        here.end("a", soon);
        assertThat(here.has("a")).isTrue();
        assertThat(here.has("b")).isFalse();
        assertThat(elsewhere.has("a")).isFalse();
        elsewhere.look();
        assertThat(elsewhere.has("a")).isTrue();
        EndedSignIns later = new EndedSignIns(store);
        later.look();
        assertThat(later.has("a")).isTrue();
    }

    @Test
    void forgetsWhatWouldHaveEndedByItself() {
        here.end("a", Instant.now().minusSeconds(1));
        assertThat(here.has("a")).isFalse();
        here.end("b", Instant.now().plus(Duration.ofHours(1)));
        int kept = database.withHandle(handle -> handle.select("select count(*) from ended_sign_in")
                .mapTo(int.class)
                .one());
        assertThat(kept).isEqualTo(1);
    }

    @Test
    void holdsHereWhileTheDatabaseIsAway() {
        EndedSignIns alone = new EndedSignIns(new EndedSignInStore(new Database("", "", "")));
        alone.end("a", Instant.now().plus(Duration.ofHours(1)));
        assertThat(alone.has("a")).isTrue();
    }
}
