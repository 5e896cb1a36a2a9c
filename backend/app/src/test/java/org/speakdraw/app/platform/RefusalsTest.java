package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalsTest {

    @RegisterExtension
    private final AuditLines lines = new AuditLines();

    private static void refuse(String address) {
        AuditLog.refused(Optional.empty(), AuditLog.Subject.SESSION, ApiError.SESSION_UNKNOWN, address);
    }

    @Test
    void countsWhatANetworkIsRefusedAgainAndAgain() {
        for (int i = 0; i < 1000; i++) {
            refuse("2001:db8::" + Integer.toHexString(i + 1));
        }
        refuse("192.0.2.7");
        assertThat(lines.all())
                .hasSize(Refusals.LINES + 1)
                .contains("somebody was refused session (session-unknown) at 192.0.2.7");
        AuditLog.writeCounted();
        assertThat(lines.all())
                .hasSize(Refusals.LINES + 2)
                .contains("somebody was refused (session-unknown) at 2001:db8:0:0::/64, times: "
                        + (1000 - Refusals.LINES));
        refuse("2001:db8::1");
        assertThat(lines.all()).as("the next minute").hasSize(Refusals.LINES + 3);
    }

    @Test
    void aFloodOfAddressesSharesALine() {
        for (int i = 0; i < Refusals.ALL_LINES + Refusals.COUNTS + 50; i++) {
            refuse("198.51." + i / 256 + "." + i % 256);
        }
        assertThat(lines.all()).hasSize(Refusals.ALL_LINES);
        AuditLog.writeCounted();
        assertThat(lines.all())
                .hasSize(Refusals.ALL_LINES + Refusals.COUNTS + 1)
                .contains("somebody was refused (session-unknown) at " + Refusals.OTHERS + ", times: 50");
    }

    @Test
    void onlyCountsWhatPagesOfOtherOriginsAreRefused() {
        for (int i = 0; i < 1000; i++) {
            AuditLog.refused(ApiError.ORIGIN_REFUSED, "192.0.2.7");
        }
        assertThat(lines.all()).isEmpty();
        AuditLog.writeCounted();
        AuditLog.writeCounted();
        assertThat(lines.all())
                .containsExactly("somebody was refused (origin-refused) at 192.0.2.7, times: 1000");
    }
}
