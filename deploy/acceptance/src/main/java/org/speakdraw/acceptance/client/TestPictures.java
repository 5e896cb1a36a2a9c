package org.speakdraw.acceptance.client;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** JPEGs to send, and what can be said of those that come back. */
public final class TestPictures {

    private TestPictures() {}

    /** One colour all over. */
    public static byte[] solid(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return jpeg(image);
    }

    /** A disc that moves with {@code step} over stripes: something else in every frame. */
    public static byte[] moving(int width, int height, int step) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int x = 0; x < width; x += 16) {
            graphics.setColor(x / 16 % 2 == 0 ? Color.WHITE : new Color(0x9bb8d3));
            graphics.fillRect(x, 0, 16, height);
        }
        graphics.setColor(new Color(0xd03a2b));
        int side = Math.min(width, height) / 3;
        graphics.fillOval(step * 7 % (width - side), step * 3 % (height - side), side, side);
        graphics.dispose();
        return jpeg(image);
    }

    /** The mean colour. */
    public static Color mean(byte[] jpeg) {
        BufferedImage image = read(jpeg);
        long[] sums = new long[3];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                sums[0] += rgb >> 16 & 255;
                sums[1] += rgb >> 8 & 255;
                sums[2] += rgb & 255;
            }
        }
        int pixels = image.getWidth() * image.getHeight();
        return new Color((int) (sums[0] / pixels), (int) (sums[1] / pixels), (int) (sums[2] / pixels));
    }

    /** The mean difference of two pictures of equal size, 0..255 a channel. */
    public static double difference(byte[] jpeg, byte[] other) {
        BufferedImage first = read(jpeg);
        BufferedImage second = read(other);
        long sum = 0;
        for (int y = 0; y < first.getHeight(); y++) {
            for (int x = 0; x < first.getWidth(); x++) {
                int a = first.getRGB(x, y);
                int b = second.getRGB(x, y);
                for (int shift = 0; shift <= 16; shift += 8) {
                    sum += Math.abs((a >> shift & 255) - (b >> shift & 255));
                }
            }
        }
        return sum / (3.0 * first.getWidth() * first.getHeight());
    }

    /** Reads a JPEG. */
    public static BufferedImage read(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            if (image == null) {
                throw new IllegalArgumentException("not a picture");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JPEG of {@code image}. */
    public static byte[] jpeg(BufferedImage image) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
