package org.speakdraw.app.stream.steering;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.inference.Frame;

/** A live session in the hands of somebody else than its client. No method waits for its engine. Thread-safe. */
public interface SteeredSession {

    /** Whether its client is there. */
    boolean connected();

    /** Its place in the queue, from 1; empty once it is admitted. */
    OptionalInt queuePlace();

    /** What the filters found with it lately. */
    Optional<Concern> concern();

    /** Pictures a second that left the engine in the last whole second. */
    double fps();

    /** All settings in force. */
    ObjectNode settings();

    /**
     * The JPEG that went out last; nobody may change it. It is there anyway: looking at it makes nobody paint or compress
     * anything, and does not keep the session alive.
     */
    Optional<byte[]> picture();

    /** Whether the filter finds that {@code picture} does not belong in a school, where it works; takes as long as its look. */
    boolean refuses(Frame picture);

    /**
     * The JPEG that came in last, which its client has made: as hostile as any. The first look sees none yet, and when nobody
     * looks any more none is held on to. Empty while pictures are painted from words alone.
     */
    Optional<byte[]> input();

    /**
     * Changes some settings: the teacher's way, whatever is locked, or as a student may.
     *
     * @return what those that did change were before: given in, it undoes the change
     * @throws org.speakdraw.inference.SpeakDrawException {@code settings-invalid}, {@code mode-unavailable},
     *     {@code setting-locked}; nothing is
     *     changed then
     */
    ObjectNode change(ObjectNode changes, Prompt.Source source);
}
