package org.speakdraw.app.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

class PictureAccessTest {

    private static final String LOCAL = "192.0.2.1";
    private static final String STRANGER = "192.0.2.7";

    @Test
    void isForThisMachineAloneWithoutAKey() {
        PictureAccess access = new PictureAccess(true, "", 60);
        assertLetsIn(access, "127.0.0.1", false, null);
        assertLetsIn(access, LOCAL, false, null);
        assertRefuses(access, "127.0.0.1", true, null);
        assertRefuses(access, STRANGER, false, null);
        assertRefuses(access, STRANGER, false, "Bearer ");
        assertRefuses(access, STRANGER, false, basic(":"));
    }

    @Test
    void isForWhoeverHasTheKey() {
        PictureAccess access = new PictureAccess(true, "sk-42", 60);
        assertLetsIn(access, STRANGER, true, "Bearer sk-42");
        assertLetsIn(access, STRANGER, false, "bearer  sk-42");
        assertLetsIn(access, STRANGER, false, basic("anybody:sk-42"));
        assertRefuses(access, STRANGER, false, "Bearer sk-43");
        assertRefuses(access, STRANGER, false, "sk-42");
        assertRefuses(access, STRANGER, false, basic("sk-42:"));
        assertRefuses(access, STRANGER, false, "Basic %%%");
    }

    @Test
    void isForNobodyWhenSwitchedOff() {
        PictureAccess access = new PictureAccess(false, "sk-42", 60);
        assertThatThrownBy(() -> access.require("127.0.0.1", LOCAL, false, "Bearer sk-42"))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.NOT_FOUND));
    }

    @Test
    void countsRequestsByAddress() {
        PictureAccess access = new PictureAccess(true, "", 2);
        access.count(STRANGER);
        access.count(STRANGER);
        access.count(LOCAL);
        assertThatThrownBy(() -> access.count(STRANGER)).isInstanceOfSatisfying(RequestException.class, e -> {
            assertThat(e.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS);
            assertThat(e.retryAfter().orElseThrow()).isPositive();
        });
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertLetsIn(
            PictureAccess access, String remote, boolean forwarded, @Nullable String authorization) {
        assertThatCode(() -> access.require(remote, LOCAL, forwarded, authorization))
                .doesNotThrowAnyException();
    }

    private static void assertRefuses(
            PictureAccess access, String remote, boolean forwarded, @Nullable String authorization) {
        assertThatThrownBy(() -> access.require(remote, LOCAL, forwarded, authorization))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.KEY_REFUSED));
    }
}
