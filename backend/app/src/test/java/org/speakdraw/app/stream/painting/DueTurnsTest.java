package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The clock of these tests is past the real one's first turns, and moves with every look at it. */
class DueTurnsTest {

    private final List<String> log = FakeTurn.newLog();
    private final AtomicLong nanos =
            new AtomicLong(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    private final DueTurns line = new DueTurns(() -> nanos.getAndAdd(1000));
    private final FakeModel model = new FakeModel();

    @Test
    void takesAsManyAsFitInTheOrderInWhichTheyAsked() throws InterruptedException {
        List<FakeTurn> turns = List.of(turn("a"), turn("b"), turn("c"));
        turns.forEach(turn -> turn.turns().ask(turn));
        assertThat(line.await(2)).hasToString("[a, b]");
        assertThat(line.await(2)).hasToString("[c]");
    }

    @Test
    void letsAStreamStandInItOnce() throws InterruptedException {
        FakeTurn turn = turn("a");
        turn.turns().ask(turn);
        turn.turns().ask(turn);
        assertThat(line.await(4)).hasToString("[a]");
        // It may ask again once it has had its turn, and not before.
        turn.turns().ask(turn);
        FakeTurn other = turn("b");
        other.turns().ask(other);
        assertThat(line.await(4)).hasToString("[b]");
        turn.turns().taken(0);
        turn.turns().ask(turn);
        assertThat(line.await(4)).hasToString("[a]");
    }

    @Test
    void keepsWhoeverIsNotAdmittedOut() throws InterruptedException {
        FakeTurn waiting = new FakeTurn("waiting", model, log);
        waiting.turns().ask(waiting);
        assertThat(waiting.turns().assigned()).isFalse();
        FakeTurn admitted = turn("admitted");
        admitted.turns().ask(admitted);
        assertThat(line.await(4)).hasToString("[admitted]");
    }

    @Test
    void waitsForTheEarliestMomentOfATurn() throws InterruptedException {
        FakeTurn slow = turn("slow");
        slow.turns().taken(Duration.ofMinutes(2).toNanos());
        slow.turns().ask(slow);
        FakeTurn quick = turn("quick");
        quick.turns().ask(quick);
        assertThat(line.await(4)).hasToString("[quick]");
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(line.await(4)).hasToString("[slow]");
    }

    private FakeTurn turn(String name) {
        FakeTurn turn = new FakeTurn(name, model, log);
        turn.turns().assign(line);
        return turn;
    }
}
