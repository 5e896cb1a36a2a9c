package org.speakdraw.app.prompt;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** On which line of a JSON text each value begins, by JSON pointer (RFC 6901). */
final class JsonLines {

    private final Map<String, Long> lines = new HashMap<>();

    /** An object or array that is open. */
    private static final class Container {
        private final String pointer;
        /** Index of the next value of an array; an object's names count instead. */
        private int index;

        private String name = "";
        private final boolean array;

        Container(String pointer, boolean array) {
            this.pointer = pointer;
            this.array = array;
        }

        String nextPointer() {
            return pointer + "/" + (array ? String.valueOf(index++) : name);
        }
    }

    private JsonLines() {}

    /**
     * Looks through a text that is valid JSON.
     *
     * @throws jakarta.json.stream.JsonParsingException when it is not, with the place
     */
    static JsonLines of(String text) {
        JsonLines found = new JsonLines();
        Deque<Container> open = new ArrayDeque<>();
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                JsonParser.Event event = parser.next();
                switch (event) {
                    case KEY_NAME -> open.getLast().name = escape(parser.getString());
                    case END_OBJECT, END_ARRAY -> open.removeLast();
                    default -> {
                        String pointer = open.isEmpty() ? "" : open.getLast().nextPointer();
                        found.lines.put(pointer, parser.getLocation().getLineNumber());
                        if (event == JsonParser.Event.START_OBJECT || event == JsonParser.Event.START_ARRAY) {
                            open.addLast(new Container(pointer, event == JsonParser.Event.START_ARRAY));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The line, from 1, of the value at {@code pointer}, or of what it should be in. */
    long lineOf(String pointer) {
        String known = pointer;
        while (!lines.containsKey(known) && !known.isEmpty()) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return lines.getOrDefault(known, 1L);
    }
}
