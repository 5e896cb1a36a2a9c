package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
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
        assertThat(later.has("a")).as("by the first request after a start").isTrue();
        assertThat(later.has("b")).isFalse();
    }

    @Test
    void untilTheDatabaseCouldBeAskedNoneIsKnownToGoOn() {
        AtomicBoolean away = new AtomicBoolean(true);
        EndedSignIns started = new EndedSignIns(new EndedSignInStore(database) {
            @Override
            List<Ended> within(Duration age) {
                if (away.get()) {
                    throw new RequestException(ApiError.DATABASE_UNAVAILABLE, "It is away.");
                }
                return super.within(age);
            }
        });
        assertThat(started.has("a")).isTrue();
        away.set(false);
        assertThat(started.has("a")).isFalse();
        away.set(true);
        started.look();
        assertThat(started.has("a")).as("what was known last holds").isFalse();
    }

    @Test
    void forgetsWhatWouldHaveEndedByItself() {
        here.end("a", Instant.now().minusSeconds(1));
        assertThat(here.has("a")).isFalse();
        here.end("b", Instant.now().plus(Duration.ofHours(1)));
        assertThat(store.removeBefore(Instant.now())).isEqualTo(1);
        elsewhere.look();
        assertThat(elsewhere.has("b")).isTrue();
    }

    @Test
    void holdsHereWhileTheDatabaseIsAway() {
        EndedSignIns alone = new EndedSignIns(new EndedSignInStore(new Database("", "", "")));
        alone.end("a", Instant.now().plus(Duration.ofHours(1)));
        assertThat(alone.has("a")).isTrue();
    }

    @Test
    void nobodyWaitsForSomebodyWhoWaitsForTheDatabase() throws Exception {
        Semaphore asked = new Semaphore(0);
        Semaphore answers = new Semaphore(0);
        EndedSignIns slow = new EndedSignIns(new EndedSignInStore(database) {
            @Override
            void add(Ended ended) {
                asked.release();
                answers.acquireUninterruptibly();
                super.add(ended);
            }
        });
        Instant soon = Instant.now().plus(Duration.ofHours(1));
        ExecutorService requests = Executors.newCachedThreadPool();
        try {
            Future<?> first = requests.submit(() -> slow.end("a", soon));
            asked.acquire();
            requests.submit(() -> slow.end("b", soon)).get(30, TimeUnit.SECONDS);
            assertThat(slow.has("b")).isTrue();
            answers.release(2);
            first.get(30, TimeUnit.SECONDS);
        } finally {
            answers.release(2);
            requests.shutdownNow();
        }
        elsewhere.look();
        assertThat(elsewhere.has("b")).as("written by the first").isTrue();
    }

    @Test
    void writesAtTheServersEndWhatItCouldNotBefore() {
        AtomicBoolean away = new AtomicBoolean(true);
        EndedSignIns shaky = new EndedSignIns(new EndedSignInStore(database) {
            @Override
            void add(Ended ended) {
                if (away.get()) {
                    throw new RequestException(ApiError.DATABASE_UNAVAILABLE, "It is away.");
                }
                super.add(ended);
            }
        });
        shaky.end("a", Instant.now().plus(Duration.ofHours(1)));
        away.set(false);
        shaky.stop("the end");
        elsewhere.look();
        assertThat(elsewhere.has("a")).isTrue();
    }
}
