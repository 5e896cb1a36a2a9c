package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OriginRefusalsTest {

    @RegisterExtension
    private final AuditLines lines = new AuditLines();

    private final OriginRefusals refusals = new OriginRefusals();

    @Test
    void writesOneLineAnAddress() {
        for (int i = 0; i < 1000; i++) {
            refusals.add("192.0.2.7");
            refusals.add("2001:db8::" + Integer.toHexString(i + 1));
        }
        assertThat(lines.all()).isEmpty();
        refusals.write();
        assertThat(lines.all())
                .containsExactlyInAnyOrder(
                        "somebody was refused (origin-refused) at 192.0.2.7, times: 1000",
                        "somebody was refused (origin-refused) at 2001:db8:0:0::/64, times: 1000");
        refusals.write();
        assertThat(lines.all()).as("nothing new").hasSize(2);
    }

    @Test
    void aFloodOfAddressesSharesALine() {
        for (int i = 0; i < OriginRefusals.MAX_ADDRESSES + 50; i++) {
            refusals.add("198.51." + i / 256 + "." + i % 256);
        }
        refusals.write();
        assertThat(lines.all())
                .hasSize(OriginRefusals.MAX_ADDRESSES + 1)
                .contains("somebody was refused (origin-refused) at " + OriginRefusals.OTHERS + ", times: 50");
    }
}
