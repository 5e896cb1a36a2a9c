/**
 * Live sessions: who they belong to, the settings in force, who attends, what one origin may have, and how a
 * session is put together from the rooms below. Depends on painting, events, frames and person; knows nothing of
 * sockets or HTTP.
 */
@NullMarked
package org.speakdraw.app.stream.session;

import org.jspecify.annotations.NullMarked;
