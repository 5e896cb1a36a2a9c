package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditLogTest {

    @RegisterExtension
    private final AuditLines lines = new AuditLines();

    @Test
    void saysWhoDidWhat() {
        UUID who = UUID.randomUUID();
        UUID room = UUID.randomUUID();
        AuditLog.done(Optional.of(who), AuditLog.Action.JOINED, AuditLog.Subject.CLASSROOM, room);
        AuditLog.refused(Optional.empty(), AuditLog.Subject.CLASSROOM, ApiError.TOO_MANY_ATTEMPTS, "192.0.2.7");
        assertThat(lines.all())
                .containsExactly(
                        "participant " + who + " joined classroom " + room,
                        "somebody was refused classroom (too-many-attempts) at 192.0.2.7");
    }
}
