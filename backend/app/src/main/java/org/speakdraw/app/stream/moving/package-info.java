/**
 * Sessions that go from one server to another, as the cluster wants it. Depends on session, painting and events; nothing
 * here depends on it.
 */
@NullMarked
package org.speakdraw.app.stream.moving;

import org.jspecify.annotations.NullMarked;
