package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;

class SessionQuotasTest {

    private static final UUID CLASSROOM = UUID.randomUUID();

    private final SessionQuotas quotas = new SessionQuotas(new AdmissionLimits(3, 2, 5));

    @Test
    void letsAnAddressHaveItsPlacesAndNoMore() {
        SessionOrigin here = SessionOrigin.ofAddress("192.0.2.1");
        SessionOrigin there = SessionOrigin.ofAddress("192.0.2.2");
        assertThatCode(() -> quotas.require(here, List.of(here, here, there, there, there)))
                .doesNotThrowAnyException();
        assertCode("too-many-sessions", () -> quotas.require(here, Collections.nCopies(3, here)));
    }

    @Test
    void letsAClassroomHaveItsPlacesWhereverItsMembersAre() {
        SessionOrigin school = member("192.0.2.1");
        SessionOrigin home = member("192.0.2.2");
        assertCode("too-many-sessions", () -> quotas.require(home, List.of(school, school)));
        assertThatCode(() -> quotas.require(SessionOrigin.ofAddress("192.0.2.2"), List.of(school, school)))
                .doesNotThrowAnyException();
    }

    @Test
    void countsWhatIsOpenedInAMinuteByAddress() {
        SessionOrigin here = SessionOrigin.ofAddress("192.0.2.1");
        for (int i = 0; i < 5; i++) {
            quotas.opening(here);
        }
        assertCode("too-many-requests", () -> quotas.opening(here));
        quotas.opening(SessionOrigin.ofAddress("192.0.2.2"));
    }

    @Test
    void refusesLimitsThatLetNobodyIn() {
        assertThatThrownBy(() -> new AdmissionLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AdmissionLimits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SessionOrigin member(String address) {
        return new SessionOrigin(address, Optional.of(UUID.randomUUID()), Optional.of(CLASSROOM));
    }

    private static void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }
}
