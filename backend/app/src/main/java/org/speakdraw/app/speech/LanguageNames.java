package org.speakdraw.app.speech;

import java.util.Locale;
import java.util.Set;

/** Languages as clients name them: a code in any case, with or without a region, or the name in English. */
final class LanguageNames {

    private LanguageNames() {}

    /**
     * The code that is meant: {@code en} for "EN", "en-US", "en_GB" and "English".
     *
     * @param languages codes that are supported
     * @return one of them, {@code wanted} itself when it is none, or empty when it is blank
     */
    static String codeOf(String wanted, Set<String> languages) {
        String name = wanted.strip().toLowerCase(Locale.ROOT);
        String code = name.replaceFirst("[-_].*", "");
        if (name.isEmpty() || languages.contains(code)) {
            return code;
        }
        return languages.stream()
                .filter(each -> nameOf(each).equals(name))
                .findFirst()
                .orElse(name);
    }

    /** The language's name in English, in lower case, as OpenAI's API writes it. */
    static String nameOf(String code) {
        return Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }
}
