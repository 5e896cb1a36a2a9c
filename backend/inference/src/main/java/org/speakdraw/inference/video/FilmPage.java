package org.speakdraw.inference.video;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.inference.Frame;

/**
 * Lays out a picture of a film: one or several beside each other, all as high as the first, and a caption of at most two
 * lines below them. Thread-safe.
 */
public final class FilmPage {

    private static final Color GROUND = new Color(16, 21, 20);
    private static final Color INK = new Color(244, 248, 246);
    /** Of the height of the pictures. */
    private static final double BAND = 0.16;

    private static final int MAX_LINES = 2;
    /** Of the band, for one line of letters. */
    private static final double LETTERS = 0.3;

    private FilmPage() {}

    /** Whether this machine has a font to write captions with. */
    public static boolean canWrite() {
        return Fonts.AVAILABLE;
    }

    /** Asked once: where there is no font, asking throws an error that comes back for ever. */
    private static final class Fonts {

        static final boolean AVAILABLE = available();

        private static boolean available() {
            try {
                return GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts().length > 0;
            } catch (RuntimeException | Error e) {
                return false;
            }
        }
    }

    /** Pictures beside each other; only one of them is just that. */
    public static Frame beside(List<Frame> pictures) {
        if (pictures.size() == 1) {
            return pictures.get(0);
        }
        int height = pictures.get(0).height();
        int width = pictures.stream().mapToInt(each -> widthAt(each, height)).sum();
        BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smooth(page);
        int x = 0;
        for (Frame picture : pictures) {
            graphics.drawImage(image(picture), x, 0, widthAt(picture, height), height, null);
            x += widthAt(picture, height);
        }
        graphics.dispose();
        return frame(page);
    }

    /**
     * The picture with a band below it, which is there for an empty caption, too: a film does not change its size.
     * What does not fit into two lines ends with dots.
     */
    public static Frame captioned(Frame picture, String caption) {
        int band = (int) Math.round(picture.height() * BAND);
        BufferedImage page = new BufferedImage(picture.width(), picture.height() + band, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = smooth(page);
        graphics.setColor(GROUND);
        graphics.fillRect(0, picture.height(), picture.width(), band);
        graphics.drawImage(image(picture), 0, 0, null);
        graphics.setColor(INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(8, (int) Math.round(band * LETTERS))));
        FontMetrics metrics = graphics.getFontMetrics();
        List<String> lines = lines(caption, metrics, picture.width() - band / 2);
        int y = picture.height() + (band - lines.size() * metrics.getHeight()) / 2 + metrics.getAscent();
        for (String line : lines) {
            graphics.drawString(line, (picture.width() - metrics.stringWidth(line)) / 2, y);
            y += metrics.getHeight();
        }
        graphics.dispose();
        return frame(page);
    }

    private static List<String> lines(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (metrics.stringWidth(longer) > width && !line.isEmpty()) {
                if (lines.size() == MAX_LINES - 1) {
                    return withDots(lines, line.toString(), metrics, width);
                }
                lines.add(line.toString());
                longer = word;
            }
            line.setLength(0);
            line.append(longer);
        }
        return metrics.stringWidth(line.toString()) > width
                ? withDots(lines, line.toString(), metrics, width)
                : plus(lines, line.toString());
    }

    private static List<String> withDots(List<String> lines, String last, FontMetrics metrics, int width) {
        int end = last.length();
        while (end > 0 && metrics.stringWidth(last.substring(0, end) + "…") > width) {
            end = last.offsetByCodePoints(end, -1);
        }
        return plus(lines, last.substring(0, end) + "…");
    }

    private static List<String> plus(List<String> lines, String line) {
        lines.add(line);
        return lines;
    }

    private static int widthAt(Frame picture, int height) {
        return Math.max(1, (int) Math.round((double) picture.width() * height / picture.height()));
    }

    private static Graphics2D smooth(BufferedImage page) {
        Graphics2D graphics = page.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return graphics;
    }

    private static BufferedImage image(Frame picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[picture.width() * picture.height()];
        byte[] rgb = picture.rgb();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = ((rgb[3 * i] & 255) << 16) | ((rgb[3 * i + 1] & 255) << 8) | (rgb[3 * i + 2] & 255);
        }
        image.setRGB(0, 0, picture.width(), picture.height(), pixels, 0, picture.width());
        return image;
    }

    private static Frame frame(BufferedImage page) {
        int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
        byte[] rgb = new byte[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            rgb[3 * i] = (byte) (pixels[i] >> 16);
            rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
            rgb[3 * i + 2] = (byte) pixels[i];
        }
        return new Frame(page.getWidth(), page.getHeight(), rgb);
    }
}
