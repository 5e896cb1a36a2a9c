/** What is kept, and what happens when the database goes away. Depends on fixture and client. */
@NullMarked
package org.speakdraw.acceptance.recording;

import org.jspecify.annotations.NullMarked;
