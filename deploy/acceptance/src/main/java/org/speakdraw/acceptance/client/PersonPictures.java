package org.speakdraw.acceptance.client;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Somebody before a camera: a photograph in the public domain, and what a camera would see of it. */
public final class PersonPictures {

    /** Frames after which {@link #swaying} is where it began. */
    public static final int PERIOD = 48;

    /** The longest way from the middle, as a part of the width. */
    private static final double SWAY = 0.025;

    private PersonPictures() {}

    /** The photograph, 512 x 512. */
    public static BufferedImage portrait() {
        try (InputStream file = Objects.requireNonNull(PersonPictures.class.getResourceAsStream("astronaut.jpg"))) {
            return ImageIO.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame of a film in which the person sways from side to side, {@link #PERIOD} steps to and fro. */
    public static byte[] swaying(int width, int height, int step) {
        double shift = SWAY * (Math.sin(2 * Math.PI * step / PERIOD) - 1);
        double side = Math.max(width * (1 + 2 * SWAY), height);
        return TestPictures.jpeg(drawn(width, height, (int) Math.round(shift * width), (int) Math.round(side)));
    }

    /** The photograph at another size, left and right exchanged. */
    public static BufferedImage mirrored(int side) {
        BufferedImage view = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = view.createGraphics();
        graphics.drawImage(sized(side), side, 0, -side, side, null);
        graphics.dispose();
        return view;
    }

    /** The photograph at another size. */
    public static BufferedImage sized(int side) {
        return drawn(side, side, 0, side);
    }

    private static BufferedImage drawn(int width, int height, int left, int side) {
        BufferedImage view = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = view.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(portrait(), left, 0, side, side, null);
        graphics.dispose();
        return view;
    }
}
