package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.HealthCheck.Health;
import org.speakdraw.app.platform.HealthCheck.State;

class HealthBoardTest {

    private final Instant start = Instant.parse("2026-11-26T10:00:00Z");
    private Instant now = start;
    private Health engine = new Health("engine", State.STARTING, true, "The models are being loaded.");
    private Health history = new Health("history", true, false, "History is being saved.");
    private final HealthBoard board = new HealthBoard(List.of(() -> engine, () -> history), () -> now);

    @Test
    void remembersSinceWhenAPartIsInItsState() {
        assertThat(board.entries()).extracting(HealthBoard.Entry::since).containsExactly(start, start);
        now = start.plusSeconds(5);
        engine = new Health("engine", State.UP, true, "The bundle is loaded.");
        assertThat(board.entries()).extracting(HealthBoard.Entry::since).containsExactly(now, start);
        now = start.plusSeconds(9);
        engine = new Health("engine", State.UP, true, "Another sentence.");
        assertThat(board.entries()).extracting(HealthBoard.Entry::since).containsExactly(start.plusSeconds(5), start);
    }

    @Test
    void isAsWellAsTheWorstPartThatIsRequired() {
        assertThat(HealthBoard.stateOf(board.entries())).isEqualTo(State.STARTING);
        engine = new Health("engine", State.UP, true, "The bundle is loaded.");
        history = new Health("history", false, false, "History is not being saved.");
        assertThat(HealthBoard.stateOf(board.entries())).isEqualTo(State.UP);
        engine = new Health("engine", State.LOST, true, "The device is lost.");
        assertThat(HealthBoard.stateOf(board.entries())).isEqualTo(State.LOST);
        engine = new Health("engine", State.FAILED, true, "The bundle is refused.");
        assertThat(HealthBoard.stateOf(board.entries())).isEqualTo(State.FAILED);
    }

    @Test
    void asksTheOthersWhenOneCannotSayHowItIs() {
        HealthCheck broken = () -> {
            throw new IllegalStateException("no answer");
        };
        HealthBoard another = new HealthBoard(List.of(broken, () -> history), () -> now);
        assertThat(another.entries())
                .extracting(entry -> entry.health().state())
                .containsExactly(State.DOWN, State.UP);
    }
}
