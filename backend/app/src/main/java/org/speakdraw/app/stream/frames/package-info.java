/**
 * One stream's frames on their way: header, mailboxes with credit, decoding, delivery to whoever looks, counts.
 * Depends on person, whose mattes travel with the frames.
 */
@NullMarked
package org.speakdraw.app.stream.frames;

import org.jspecify.annotations.NullMarked;
