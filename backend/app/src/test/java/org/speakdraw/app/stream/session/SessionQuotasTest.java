package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.TestStreams;

class SessionQuotasTest {

    private static final UUID CLASSROOM = UUID.randomUUID();

    private final SessionQuotas quotas = new SessionQuotas(new AdmissionLimits(8, 3, 2, 0, 5), places(64));

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
        assertThatThrownBy(() -> new AdmissionLimits(0, 1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AdmissionLimits(1, 1, 1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letsAParticipantHaveAFewWindows() {
        SessionOrigin pupil = member("192.0.2.1");
        SessionQuotas few = new SessionQuotas(new AdmissionLimits(2, 40, 40, 0, 5), places(64));
        assertThatCode(() -> few.require(pupil, List.of(pupil))).doesNotThrowAnyException();
        assertCode("too-many-sessions", () -> few.require(pupil, List.of(pupil, pupil)));
        assertThatCode(() -> few.require(member("192.0.2.1"), List.of(pupil, pupil)))
                .doesNotThrowAnyException();
    }

    @Test
    void letsOneAddressHaveThreeQuartersAndKeepsTheRestForOthers() {
        SessionQuotas defaults = new SessionQuotas(new AdmissionLimits(8, 64, 40, 16, 240), places(64));
        List<SessionOrigin> open = new ArrayList<>();
        assertThat(fill(defaults, "192.0.2.1", open)).isEqualTo(48);
        // 16 are left; each that comes then has about half of what is left, so nobody is kept out.
        assertThat(fill(defaults, "192.0.2.2", open)).isEqualTo(9);
        assertThat(fill(defaults, "2001:db8::1", open)).isEqualTo(4);
        assertThat(fill(defaults, "2001:db8::2", open)).as("the same network").isZero();
        assertThat(fill(defaults, "2001:db8:0:1::1", open)).isEqualTo(2);
        assertThat(fill(defaults, "192.0.2.4", open)).isEqualTo(1);
        assertThat(open).hasSize(64);
        assertCode("server-full", () -> defaults.require(SessionOrigin.ofAddress("192.0.2.6"), open));
    }

    @Test
    void letsAClassBehindOneAddressInThoughOthersAreThere() {
        SessionQuotas defaults = new SessionQuotas(new AdmissionLimits(8, 64, 40, 16, 240), places(64));
        List<SessionOrigin> open = new ArrayList<>(IntStream.range(1, 9)
                .mapToObj(i -> SessionOrigin.ofAddress("198.51.100." + i))
                .toList());
        assertThat(fill(defaults, "192.0.2.1", open)).isEqualTo(40);
    }

    @Test
    void keepsNoMoreThanAQuarterOfASmallServer() {
        SessionQuotas small = new SessionQuotas(new AdmissionLimits(8, 64, 40, 16, 240), places(2));
        assertThat(fill(small, "192.0.2.1", new ArrayList<>())).isEqualTo(2);
    }

    private static int fill(SessionQuotas quotas, String address, List<SessionOrigin> open) {
        SessionOrigin origin = SessionOrigin.ofAddress(address);
        int before = open.size();
        try {
            while (open.size() < 1000) {
                quotas.require(origin, open);
                open.add(origin);
            }
        } catch (RequestException full) {
            assertThat(full.code().id()).isIn("too-many-sessions", "server-full");
        }
        return open.size() - before;
    }

    private static StreamLimits places(int count) {
        return TestStreams.limits(count);
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
