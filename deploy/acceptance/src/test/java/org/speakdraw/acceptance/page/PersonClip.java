package org.speakdraw.acceptance.page;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.speakdraw.acceptance.client.PersonPictures;
import org.speakdraw.acceptance.client.TestPictures;

/** A clip for Chromium's fake camera: somebody sways before it, then leaves, then comes back (it plays in a loop). */
final class PersonClip {

    private static final int SIDE = 480;
    private static final int FRAMES_WITH = 2 * PersonPictures.PERIOD;
    private static final int FRAMES_WITHOUT = 60;
    private static final Color WALL = new Color(0x8fa3ad);

    private PersonClip() {}

    /** Writes the clip as motion JPEG, which is JPEGs one after the other. */
    static void write(Path clip) throws IOException {
        try (OutputStream out = Files.newOutputStream(clip)) {
            for (int frame = 0; frame < FRAMES_WITH; frame++) {
                out.write(PersonPictures.swaying(SIDE, SIDE, frame));
            }
            byte[] wall = TestPictures.solid(SIDE, SIDE, WALL);
            for (int frame = 0; frame < FRAMES_WITHOUT; frame++) {
                out.write(wall);
            }
        }
    }
}
