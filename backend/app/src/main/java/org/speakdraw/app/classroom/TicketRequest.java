package org.speakdraw.app.classroom;

import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/classrooms/{id}/ticket}.
 *
 * @param view the key of the projector's address; null for somebody who is in the classroom
 */
record TicketRequest(@Nullable String view) {}
