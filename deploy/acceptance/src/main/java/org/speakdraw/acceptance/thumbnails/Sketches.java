package org.speakdraw.acceptance.thumbnails;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** What a hurried hand would draw: one sketch for each kind of thing, 256 pixels square, as JPEG. */
final class Sketches {

    private static final int SIDE = 256;
    private static final Color INK = new Color(0x3a302a);

    private Sketches() {}

    /** The sketch for a preset whose first tag is {@code subject}. */
    static byte[] of(String subject) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        switch (subject) {
            case "animals" -> animal(pen);
            case "food" -> food(pen);
            case "faces" -> face(pen);
            case "space" -> rocket(pen);
            default -> landscape(pen);
        }
        pen.dispose();
        return jpeg(image);
    }

    private static void animal(Graphics2D pen) {
        fill(pen, new Color(0xe9efe2), 0, 0, SIDE, SIDE);
        pen.setColor(new Color(0xd9843b));
        pen.fillPolygon(new Polygon(new int[] {62, 74, 118}, new int[] {112, 28, 80}, 3));
        pen.fillPolygon(new Polygon(new int[] {194, 182, 138}, new int[] {112, 28, 80}, 3));
        pen.fillOval(48, 62, 160, 150);
        pen.setColor(new Color(0xfff6ea));
        pen.fillOval(88, 140, 80, 66);
        pen.setColor(INK);
        pen.fillOval(88, 110, 20, 24);
        pen.fillOval(148, 110, 20, 24);
        pen.fillOval(116, 148, 24, 18);
        pen.drawArc(104, 158, 24, 22, 180, 160);
        pen.drawArc(128, 158, 24, 22, 200, 160);
    }

    private static void food(Graphics2D pen) {
        fill(pen, new Color(0xf6efe0), 0, 0, SIDE, SIDE);
        fill(pen, new Color(0xb98a5a), 0, 200, SIDE, 56);
        pen.setColor(new Color(0xd23a2e));
        pen.fillOval(56, 84, 90, 130);
        pen.fillOval(110, 84, 90, 130);
        pen.setColor(new Color(0xf3a29a));
        pen.fillOval(80, 108, 22, 34);
        pen.setColor(INK);
        pen.drawArc(120, 40, 40, 90, 100, 80);
        pen.setColor(new Color(0x5f9c3f));
        pen.fillOval(134, 50, 62, 28);
    }

    private static void face(Graphics2D pen) {
        fill(pen, new Color(0xcfdfe8), 0, 0, SIDE, SIDE);
        pen.setColor(new Color(0x4e6fa8));
        pen.fillRoundRect(44, 208, 168, 90, 70, 70);
        pen.setColor(new Color(0x5a3a24));
        pen.fillOval(64, 26, 128, 130);
        pen.setColor(new Color(0xecc09a));
        pen.fillOval(74, 48, 108, 150);
        pen.setColor(INK);
        pen.fillOval(100, 106, 14, 14);
        pen.fillOval(142, 106, 14, 14);
        pen.drawLine(128, 120, 122, 144);
        pen.setColor(new Color(0xb4463c));
        pen.drawArc(104, 142, 48, 32, 190, 160);
    }

    private static void rocket(Graphics2D pen) {
        fill(pen, new Color(0x23305c), 0, 0, SIDE, SIDE);
        pen.setColor(new Color(0xf6f0d8));
        for (int i = 0; i < 18; i++) {
            pen.fillOval(i * 97 % SIDE, i * 61 % SIDE, 5, 5);
        }
        pen.setColor(new Color(0xe4e6ea));
        pen.fillOval(92, 34, 72, 170);
        pen.setColor(new Color(0xd8412f));
        pen.fillPolygon(new Polygon(new int[] {100, 128, 156}, new int[] {74, 26, 74}, 3));
        pen.fillPolygon(new Polygon(new int[] {96, 64, 100}, new int[] {140, 206, 190}, 3));
        pen.fillPolygon(new Polygon(new int[] {160, 192, 156}, new int[] {140, 206, 190}, 3));
        pen.setColor(new Color(0x4a90c8));
        pen.fillOval(110, 88, 36, 36);
        pen.setColor(new Color(0xf2a32c));
        pen.fillPolygon(new Polygon(new int[] {108, 128, 148}, new int[] {198, 246, 198}, 3));
    }

    private static void landscape(Graphics2D pen) {
        fill(pen, new Color(0x9fcdea), 0, 0, SIDE, SIDE);
        pen.setColor(new Color(0xf7cf4b));
        pen.fillOval(176, 26, 50, 50);
        pen.setColor(Color.WHITE);
        pen.fillOval(30, 50, 60, 34);
        pen.fillOval(60, 38, 66, 46);
        pen.setColor(new Color(0x6aa84f));
        pen.fillOval(-60, 150, 260, 190);
        pen.setColor(new Color(0x86bf5e));
        pen.fillOval(90, 166, 280, 190);
        fill(pen, new Color(0x7a5230), 84, 130, 18, 60);
        pen.setColor(new Color(0x2f7d3b));
        pen.fillOval(52, 74, 82, 80);
    }

    private static void fill(Graphics2D pen, Color colour, int x, int y, int width, int height) {
        pen.setColor(colour);
        pen.fillRect(x, y, width, height);
    }

    private static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
