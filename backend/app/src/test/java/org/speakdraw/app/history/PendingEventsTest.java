package org.speakdraw.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.events.SessionEvent;

class PendingEventsTest {

    private final PendingEvents pending = new PendingEvents(3);

    @Test
    void keepsTheOrderAndShowsTheOldestFirst() {
        List<SessionEvent> events = add(3);
        assertThat(pending.peek(2)).containsExactlyElementsOf(events.subList(0, 2));
        pending.remove(2);
        assertThat(pending.peek(2)).containsExactly(events.get(2));
    }

    @Test
    void givesUpTheOldestAndCountsThem() {
        List<SessionEvent> events = add(5);
        assertThat(pending.peek(9)).containsExactlyElementsOf(events.subList(2, 5));
        assertThat(pending.takeLost()).isEqualTo(2);
        assertThat(pending.takeLost()).isZero();
    }

    @Test
    void doesNotCountAsLostWhatWasWrittenMeanwhile() {
        add(3);
        assertThat(pending.peek(2)).hasSize(2);
        List<SessionEvent> newer = add(1);
        pending.remove(2);
        assertThat(pending.peek(9)).hasSize(2).endsWith(newer.get(0));
        assertThat(pending.takeLost()).isZero();
    }

    private List<SessionEvent> add(int count) {
        List<SessionEvent> events = IntStream.range(0, count)
                .<SessionEvent>mapToObj(i -> new SessionEvent.SettingsChanged(
                        UUID.randomUUID(), Instant.EPOCH.plusSeconds(i), JsonNodeFactory.instance.objectNode()))
                .toList();
        events.forEach(pending::add);
        return events;
    }
}
