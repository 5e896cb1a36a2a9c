package org.speakdraw.launcher.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

class SupervisorTest {

    private final List<Duration> waits = new ArrayList<>();
    private final Instant now = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void startsAPartAgainUntilItServes() {
        ScriptedPart part = new ScriptedPart();
        part.starts.add(new LaunchException(Failure.SERVER, "the port is taken"));
        part.starts.add(new LaunchException(Failure.SERVER, "still taken"));
        assertThatThrownBy(() -> supervise(part)).isInstanceOf(InterruptedException.class);
        assertThat(part.noted).containsExactly("it was killed", "the port is taken", "still taken");
        assertThat(waits).extracting(Duration::toMillis).containsExactly(500L, 1_000L, 2_000L);
    }

    @Test
    void asksThePartWhatToDoAboutALoop() {
        ScriptedPart part = new ScriptedPart();
        for (int i = 0; i < 10; i++) {
            part.starts.add(new LaunchException(Failure.SERVER, "attempt " + i));
        }
        part.endure = false;
        assertThatThrownBy(() -> supervise(part))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CRASH_LOOP))
                .hasMessage("5 times: attempt 3");
    }

    @Test
    void goesOnTryingForAPartThatIsNeverGivenUp() {
        ScriptedPart part = new ScriptedPart();
        for (int i = 0; i < 20; i++) {
            part.starts.add(new LaunchException(Failure.DATABASE, "No space left on device"));
        }
        assertThatThrownBy(() -> supervise(part)).isInstanceOf(InterruptedException.class);
        assertThat(waits).hasSize(21).last().isEqualTo(Backoff.LONGEST);
    }

    @Test
    void triesNoFurtherWhereTheBundleIsRefused() {
        ScriptedPart part = new ScriptedPart();
        part.starts.add(new LaunchException(Failure.BUNDLE, "refused"));
        assertThatThrownBy(() -> supervise(part))
                .isInstanceOf(LaunchException.class)
                .hasMessage("refused");
    }

    @Test
    void goesOnWhenItCannotBeFoundOutHowAPartIs() {
        ScriptedPart part = new ScriptedPart();
        part.trouble.add(new IOException("Too many open files"));
        part.trouble.add(new UncheckedIOException(new IOException("No space left on device")));
        assertThatThrownBy(() -> supervise(part)).isInstanceOf(InterruptedException.class);
        assertThat(part.noted).containsExactly("it was killed");
        assertThat(waits).startsWith(Supervisor.LOOK_AGAIN, Supervisor.LOOK_AGAIN);
    }

    @Test
    void takesWhateverKeepsAPartFromStartingForAnEnd() {
        ScriptedPart part = new ScriptedPart();
        part.starts.add(new IllegalStateException("what nobody has thought of"));
        assertThatThrownBy(() -> supervise(part)).isInstanceOf(InterruptedException.class);
        assertThat(part.noted).containsExactly("it was killed", "what nobody has thought of");
    }

    private void supervise(Part part) throws Exception {
        new Supervisor(part, new Backoff(() -> now), waits::add).supervise();
    }

    /** Ends once, then fails to start as often as it was told, then serves until the launcher stops. */
    private static final class ScriptedPart implements Part {

        final Deque<Exception> trouble = new ArrayDeque<>();
        final Deque<Exception> starts = new ArrayDeque<>();
        final List<String> noted = new ArrayList<>();
        boolean endure = true;
        private int ends;

        @Override
        public End awaitEnd() throws Exception {
            if (!trouble.isEmpty()) {
                throw trouble.pop();
            }
            if (ends++ > 0) {
                throw new InterruptedException("stopping");
            }
            return End.of("it was killed");
        }

        @Override
        public void startAgain() throws Exception {
            if (!starts.isEmpty()) {
                throw starts.pop();
            }
        }

        @Override
        public void noteEnd(String why, Duration pause) {
            noted.add(why);
        }

        @Override
        public void noteLoop(int ends, String why) {
            if (!endure) {
                throw new LaunchException(Failure.CRASH_LOOP, ends + " times: " + why);
            }
        }
    }
}
