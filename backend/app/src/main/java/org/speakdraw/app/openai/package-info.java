/**
 * What all of {@code /v1} has in common, which speaks as OpenAI's API does: errors, the list of models, and the answer
 * where nothing is served. Depends on platform.
 */
@NullMarked
package org.speakdraw.app.openai;

import org.jspecify.annotations.NullMarked;
