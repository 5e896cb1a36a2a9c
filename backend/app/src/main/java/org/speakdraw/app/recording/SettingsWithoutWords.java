package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Settings as recordings keep them: prompts are kept in one place only, so that deleting them there is enough. */
final class SettingsWithoutWords {

    private static final Set<String> WORDS = Set.of("prompt", "negative_prompt");

    private SettingsWithoutWords() {}

    static ObjectNode of(ObjectNode settings) {
        return settings.deepCopy().without(WORDS);
    }
}
