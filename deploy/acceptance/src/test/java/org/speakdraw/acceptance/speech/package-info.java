/** Speech from outside: live utterances, files, the official OpenAI client. Depends on fixture and client. */
@NullMarked
package org.speakdraw.acceptance.speech;

import org.jspecify.annotations.NullMarked;
