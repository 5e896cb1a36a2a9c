package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageNamesTest {

    @ParameterizedTest
    @CsvSource({"en,en", "EN,en", "en-US,en", "en_GB,en", "English,en", "' fr ',fr", "german,de", "xx,xx", "'',''"})
    void knowsWhatClientsMean(String wanted, String code) {
        assertThat(LanguageNames.codeOf(wanted, Set.of("en", "fr", "de"))).isEqualTo(code);
    }
}
