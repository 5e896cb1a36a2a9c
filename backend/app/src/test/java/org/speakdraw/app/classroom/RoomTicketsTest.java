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
            tickets.issue(new Ticket(UUID.randomUUID(), RoomRole.PROJECTOR, Optional.empty()));
        }
        assertThatThrownBy(() -> tickets.issue(ticket)).hasMessageContaining("Too many");
        now = now.plus(RoomTickets.LIFETIME);
        assertThat(tickets.redeem(tickets.issue(ticket))).isPresent();
    }

    @Test
    void theOldestOfTooManyOfOneHolderGivesWay() {
        Ticket projector = new Ticket(ticket.classroom(), RoomRole.PROJECTOR, Optional.empty());
        String screen = tickets.issue(projector);
        String oldest = tickets.issue(ticket);
        String second = tickets.issue(ticket);
        for (int i = 2; i <= RoomTickets.MAX_OF_PERSON; i++) {
            tickets.issue(ticket);
        }
        assertThat(tickets.redeem(oldest)).isEmpty();
        assertThat(tickets.redeem(second)).contains(ticket);
        for (int i = 1; i < RoomTickets.MAX_OF_PROJECTORS; i++) {
            tickets.issue(projector);
        }
        assertThat(tickets.redeem(screen)).contains(projector);
    }

    @Test
    void forgetsThoseOfOneClassroomsProjectors() {
        Ticket projector = new Ticket(ticket.classroom(), RoomRole.PROJECTOR, Optional.empty());
        String former = tickets.issue(projector);
        String teacher = tickets.issue(ticket);
        String elsewhere = tickets.issue(new Ticket(UUID.randomUUID(), RoomRole.PROJECTOR, Optional.empty()));
        tickets.forgetProjectors(ticket.classroom());
        assertThat(tickets.redeem(former)).isEmpty();
        assertThat(tickets.redeem(teacher)).isPresent();
        assertThat(tickets.redeem(elsewhere)).isPresent();
        assertThat(tickets.redeem(tickets.issue(projector))).isPresent();
    }
}
