package org.speakdraw.app.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the owner of a preset decides. Made by {@link PresetRules} from what a client sent.
 *
 * @param settings values of stream settings, without the prompts; never changed
 * @param tags     lower-case, without repetitions
 */
record PresetContent(
        String name,
        String prompt,
        String negativePrompt,
        ObjectNode settings,
        List<String> tags,
        Visibility visibility) {

    PresetContent {
        tags = List.copyOf(tags);
    }
}
