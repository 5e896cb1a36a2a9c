/**
 * Who is asking, without accounts: a browser's secret cookie makes a participant, a join code makes a classroom; all
 * that is kept about either can be taken out and deleted. Depends on fairness and platform.
 */
@NullMarked
package org.speakdraw.app.participant;

import org.jspecify.annotations.NullMarked;
