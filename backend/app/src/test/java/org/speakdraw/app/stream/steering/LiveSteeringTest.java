package org.speakdraw.app.stream.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.SessionPeer;
import org.speakdraw.app.stream.session.TestSessions;

class LiveSteeringTest {

    private final UUID ada = UUID.randomUUID();
    private final LiveSession first = TestSessions.openBy(ada);
    private final LiveSession second = TestSessions.openBy(ada);

    @Test
    void takesTheSessionThatSomebodySitsInAndOfSeveralTheNewest() {
        assertThat(current()).containsExactly(Map.entry(ada, second));
        first.attach(new SessionPeer() {}, false);
        assertThat(current()).containsExactly(Map.entry(ada, first));
        second.attach(new SessionPeer() {}, false);
        assertThat(current()).containsExactly(Map.entry(ada, second));
    }

    /** What a teacher sees and sends is the student's own picture, also while an old one is painted again. */
    @Test
    void takesNoneAtWhichNobodySits() {
        first.attach(new SessionPeer() {}, false);
        second.attach(
                new SessionPeer() {
                    @Override
                    public boolean isProgram() {
                        return true;
                    }
                },
                false);
        assertThat(current()).containsExactly(Map.entry(ada, first));
    }

    private Map<UUID, LiveSession> current() {
        return LiveSteering.current(List.of(first, second, TestSessions.openBy(UUID.randomUUID())), Set.of(ada));
    }
}
