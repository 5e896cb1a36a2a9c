package org.speakdraw.acceptance.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Settings from the command line with the JSON types they look like. */
final class SettingValues {

    private SettingValues() {}

    /** A JSON object of the prompt and the other settings. */
    static String json(String prompt, Map<String, String> texts) {
        ObjectNode values = new ObjectMapper().createObjectNode().put("prompt", prompt);
        texts.forEach((name, text) -> values.putPOJO(name, typed(text)));
        return values.toString();
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
