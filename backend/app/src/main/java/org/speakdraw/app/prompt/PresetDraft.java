package org.speakdraw.app.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A preset as a client sends it, not checked yet; see {@link PresetRules}.
 *
 * @param settings by their names in {@code GET /api/settings}
 */
record PresetDraft(
        Optional<String> name,
        Optional<String> prompt,
        Optional<String> negativePrompt,
        Optional<ObjectNode> settings,
        Optional<List<String>> tags,
        Optional<String> visibility) {}
