package org.speakdraw.acceptance.load;

import java.util.HashMap;
import java.util.Map;

/** Settings from the command line with the JSON types they look like. */
final class SettingValues {

    private SettingValues() {}

    static Map<String, Object> of(String prompt, Map<String, String> texts) {
        Map<String, Object> values = new HashMap<>();
        values.put("prompt", prompt);
        texts.forEach((name, text) -> values.put(name, typed(text)));
        return values;
    }

    private static Object typed(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?\\d{1,18}")) {
            return Long.valueOf(text);
        }
        return text.matches("-?\\d+\\.\\d+") ? Double.valueOf(text) : text;
    }
}
