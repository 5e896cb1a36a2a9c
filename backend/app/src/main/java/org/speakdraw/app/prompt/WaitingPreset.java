package org.speakdraw.app.prompt;

import java.time.Instant;
import java.util.UUID;

/**
 * A preset that waits for an administrator.
 *
 * @param reports by how many people
 */
record WaitingPreset(UUID id, String name, String prompt, String negativePrompt, int reports, Instant since) {}
