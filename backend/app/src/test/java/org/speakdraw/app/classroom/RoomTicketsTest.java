package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.classroom.RoomTickets.Ticket;

class RoomTicketsTest {

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private final RoomTickets tickets = new RoomTickets(() -> now);
    private final Ticket ticket = new Ticket(UUID.randomUUID(), RoomRole.TEACHER, Optional.of(UUID.randomUUID()));

    @Test
    void opensOneSocketOnly() {
        String secret = tickets.issue(ticket);
        assertThat(tickets.redeem("x".repeat(43))).isEmpty();
        assertThat(tickets.redeem(secret)).contains(ticket);
        assertThat(tickets.redeem(secret)).isEmpty();
    }

    @Test
    void isGoodForHalfAMinute() {
        String early = tickets.issue(ticket);
        String late = tickets.issue(ticket);
        now = now.plus(RoomTickets.LIFETIME).minusNanos(1);
        assertThat(tickets.redeem(early)).isPresent();
        now = now.plusNanos(1);
        assertThat(tickets.redeem(late)).isEmpty();
    }

    @Test
    void keepsABoundedNumberAndForgetsThoseThatNobodyUsed() {
        for (int i = 0; i < RoomTickets.MAX_WAITING; i++) {
            tickets.issue(ticket);
        }
        assertThatThrownBy(() -> tickets.issue(ticket)).hasMessageContaining("Too many");
        now = now.plus(RoomTickets.LIFETIME);
        assertThat(tickets.redeem(tickets.issue(ticket))).isPresent();
    }
}
