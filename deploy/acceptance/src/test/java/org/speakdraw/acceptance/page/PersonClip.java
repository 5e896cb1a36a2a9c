package org.speakdraw.acceptance.page;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.speakdraw.acceptance.client.TestPictures;

/** A clip for Chromium's fake camera: somebody sways before it, then leaves, then comes back (it plays in a loop). */
final class PersonClip {

    private static final int SIDE = 480;
    private static final int FRAMES_WITH = 90;
    private static final int FRAMES_WITHOUT = 60;
    private static final Color WALL = new Color(0x8fa3ad);

    private PersonClip() {}

    /**
     * Writes the clip as motion JPEG, which is JPEGs one after the other.
     *
     * @param portrait of a person, square
     */
    static void write(Path portrait, Path clip) throws IOException {
        BufferedImage person = ImageIO.read(portrait.toFile());
        try (OutputStream out = Files.newOutputStream(clip)) {
            for (int frame = 0; frame < FRAMES_WITH; frame++) {
                double swing = 2 * Math.PI * frame / FRAMES_WITH;
                out.write(TestPictures.jpeg(view(person, (int) Math.round(12 * Math.sin(swing)))));
            }
            byte[] wall = TestPictures.solid(SIDE, SIDE, WALL);
            for (int frame = 0; frame < FRAMES_WITHOUT; frame++) {
                out.write(wall);
            }
        }
    }

    private static BufferedImage view(BufferedImage person, int shift) {
        BufferedImage view = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = view.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(person, shift - 12, 0, SIDE + 24, SIDE, null);
        graphics.dispose();
        return view;
    }
}
