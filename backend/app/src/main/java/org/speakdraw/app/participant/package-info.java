/**
 * Who is asking: a browser's secret cookie, or the account that has signed in there, makes a participant, who may belong to
 * a classroom; all that is kept about one can be taken out and deleted. Depends on fairness, safety and platform.
 */
@NullMarked
package org.speakdraw.app.participant;

import org.jspecify.annotations.NullMarked;
