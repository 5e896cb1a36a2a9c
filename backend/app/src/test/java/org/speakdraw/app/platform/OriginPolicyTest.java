package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

    private final OriginPolicy policy = new OriginPolicy(List.of("https://school.example"));

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,     localhost:8080, same-origin, true",
        "https://Draw.Example,      draw.example,   ,            true",
        "https://school.example,    draw.example,   cross-site,  true",
        "https://school.example:81, draw.example,   cross-site,  false",
        "https://evil.example,      draw.example,   cross-site,  false",
        "http://localhost:9999,     localhost:8080, same-site,   false",
        "null,                      draw.example,   cross-site,  false",
        "not a url,                 draw.example,   ,            false",
        "http:opaque,               draw.example,   ,            false",
        ",                          draw.example,   ,            true",
        ",                          draw.example,   same-origin, true",
        ",                          draw.example,   none,        true",
        ",                          draw.example,   same-site,   false",
        ",                          draw.example,   cross-site,  false",
        ",                          draw.example,   anything,    false",
        "https://draw.example,      ,               ,            false",
    })
    void letsWriteOnlyItsOwnPagesAndPrograms(
            @Nullable String origin, @Nullable String host, @Nullable String site, boolean allowed) {
        assertThat(passes(origin, host, site)).isEqualTo(allowed);
    }

    private boolean passes(@Nullable String origin, @Nullable String host, @Nullable String site) {
        try {
            policy.requireOwn(origin, host, site);
            return true;
        } catch (RequestException e) {
            assertThat(e.code()).isEqualTo(ApiError.ORIGIN_REFUSED);
            return false;
        }
    }
}
