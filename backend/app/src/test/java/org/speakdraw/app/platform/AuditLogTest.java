package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private final Logger logger = Logger.getLogger(AuditLog.CATEGORY);
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void saysWhoDidWhat() {
        UUID who = UUID.randomUUID();
        UUID room = UUID.randomUUID();
        AuditLog.done(Optional.of(who), AuditLog.Action.JOINED, AuditLog.Subject.CLASSROOM, room);
        AuditLog.refused(Optional.empty(), AuditLog.Subject.CLASSROOM, ApiError.TOO_MANY_ATTEMPTS, "192.0.2.7");
        assertThat(lines)
                .containsExactly(
                        "participant " + who + " joined classroom " + room,
                        "somebody was refused classroom (too-many-attempts) at 192.0.2.7");
    }
}
