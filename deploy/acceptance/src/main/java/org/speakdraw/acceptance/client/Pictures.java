package org.speakdraw.acceptance.client;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** JPEGs to send, and a look at those that come back. */
public final class Pictures {

    private Pictures() {}

    /** One colour all over. */
    public static byte[] solid(int width, int height, Color colour) {
        return draw(width, height, graphics -> {
            graphics.setColor(colour);
            graphics.fillRect(0, 0, width, height);
        });
    }

    /** A frame of a little film: a disc that wanders over a gradient. Every number gives another picture. */
    public static byte[] moving(int width, int height, long number) {
        return draw(width, height, graphics -> {
            graphics.setPaint(new GradientPaint(0, 0, new Color(30, 60, 120), width, height, new Color(230, 190, 120)));
            graphics.fillRect(0, 0, width, height);
            double angle = number * 0.21;
            int radius = Math.min(width, height) / 6;
            graphics.setColor(new Color(200, 40, 50));
            graphics.fillOval(
                    (int) (width / 2.0 + Math.cos(angle) * width / 3) - radius,
                    (int) (height / 2.0 + Math.sin(angle * 1.3) * height / 3) - radius,
                    2 * radius,
                    2 * radius);
        });
    }

    private static byte[] draw(int width, int height, Consumer<Graphics2D> content) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        content.accept(graphics);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Decodes a JPEG; one that is broken is an {@link IOException}. */
    public static BufferedImage decode(byte[] jpeg) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        if (image == null) {
            throw new IOException("Not a picture: " + jpeg.length + " bytes");
        }
        return image;
    }

    /** The mean colour, each channel 0..255. */
    public static Color mean(BufferedImage image) {
        long red = 0;
        long green = 0;
        long blue = 0;
        long count = (long) image.getWidth() * image.getHeight();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                red += (rgb >> 16) & 0xFF;
                green += (rgb >> 8) & 0xFF;
                blue += rgb & 0xFF;
            }
        }
        return new Color((int) (red / count), (int) (green / count), (int) (blue / count));
    }
}
