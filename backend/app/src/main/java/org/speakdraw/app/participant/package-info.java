/**
 * Who is asking, without accounts: a browser's secret cookie makes a participant, who may belong to a classroom; all
 * that is kept about one can be taken out and deleted. Depends on fairness and platform.
 */
@NullMarked
package org.speakdraw.app.participant;

import org.jspecify.annotations.NullMarked;
