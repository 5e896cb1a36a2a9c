package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=\"ISO-8859-1\"",
                "text/plain ; format=flowed;",
                "application/vnd.speakdraw+json",
                "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
                "MULTIPART/form-data; charset=utf-8; Boundary=\"a b\"",
            })
    void readsWhatProgramsSend(String contentType) {
        assertThatCode(() -> RequestRules.requireReadable(contentType)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | request-invalid",
                "; | request-invalid",
                "json | request-invalid",
                "a/b/c | request-invalid",
                "application/json; charset | request-invalid",
                "application/json; charset=\"utf-8 | request-invalid",
                "application/json; charset=bogus | media-type-unsupported",
                "application/json; charset=\"?\" | media-type-unsupported",
                "multipart/form-data | request-invalid",
                "multipart/form-data; boundary= | request-invalid",
                "multipart/form-data; boundary=\"\" | request-invalid",
            })
    void refusesWhatNothingCanRead(String contentType, String code) {
        assertThatThrownBy(() -> RequestRules.requireReadable(contentType))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.code().id())
                                .isEqualTo(code));
    }

    @Test
    void refusesABoundaryThatIsTooLong() {
        RequestRules.requireReadable("multipart/form-data; boundary=" + "x".repeat(70));
        assertThatThrownBy(() -> RequestRules.requireReadable("multipart/form-data; boundary=" + "x".repeat(71)))
                .isInstanceOf(RequestException.class);
    }

    @Test
    void looksAtHostileTextOnce() {
        assertThatThrownBy(() -> RequestRules.requireReadable("a/b" + "; ".repeat(50_000) + "!"))
                .isInstanceOf(RequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE", "PROPFIND", "get", ""})
    void refusesMethodsThatNothingHas(String method) {
        assertThatThrownBy(() -> RequestRules.requireKnownMethod(method))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.code())
                                .isEqualTo(ApiError.METHOD_NOT_ALLOWED));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"/api/presets/a", "q=%F0%9F%A6%8A+fox%20in%20snow", "q=100%", "q=%zz", "a%C3%A9b%C3%A9"})
    void readsAddressesInUtf8(String address) {
        assertThatCode(() -> RequestRules.requireReadableAddress(address)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sessions/%ff%fe", "q=%ED%A0%80", "%C3x%A9", "%C0%80", "q=fox%F0%9F%A6"})
    void refusesAddressesThatAreNot(String address) {
        assertThatThrownBy(() -> RequestRules.requireReadableAddress(address)).isInstanceOf(RequestException.class);
    }
}
