package org.speakdraw.acceptance.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Settings from the command line with the JSON types they look like. */
final class SettingValues {

    private SettingValues() {}

    /** A JSON object of the prompt and the other settings. */
    static String json(String prompt, Map<String, String> texts) {
        return object(texts).put("prompt", prompt).toString();
    }

    /** A JSON object of settings. */
    static String json(Map<String, String> texts) {
        return object(texts).toString();
    }

    private static ObjectNode object(Map<String, String> texts) {
        ObjectNode values = new ObjectMapper().createObjectNode();
        texts.forEach((name, text) -> values.putPOJO(name, typed(text)));
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
