package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MonitoringAccessTest {

    private static final String ELSEWHERE = "203.0.113.7";
    private static final String HERE = "192.168.10.2";

    @Test
    void letsProgramsOfThisMachineIn() {
        MonitoringAccess access = new MonitoringAccess("");
        assertThat(access.allows("127.0.0.1", "127.0.0.1", false, null)).isTrue();
        assertThat(access.allows("0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1", false, null))
                .isTrue();
        assertThat(access.allows(HERE, HERE, false, null)).isTrue();
        assertThat(access.allows(ELSEWHERE, HERE, false, null)).isFalse();
    }

    @Test
    void takesWhatCameThroughAProxyForSomebodyElses() {
        assertThat(new MonitoringAccess("").allows("127.0.0.1", "127.0.0.1", true, null))
                .isFalse();
    }

    @Test
    void takesTheTokenFromAnywhereAndNoOther() {
        MonitoringAccess access = new MonitoringAccess("the-token");
        assertThat(access.allows(ELSEWHERE, HERE, true, "Bearer the-token")).isTrue();
        assertThat(access.allows(ELSEWHERE, HERE, false, "Bearer another")).isFalse();
        assertThat(access.allows(ELSEWHERE, HERE, false, "the-token")).isFalse();
        assertThat(new MonitoringAccess("").allows(ELSEWHERE, HERE, false, "Bearer "))
                .isFalse();
    }
}
