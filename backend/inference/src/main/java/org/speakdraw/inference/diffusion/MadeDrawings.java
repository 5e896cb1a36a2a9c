package org.speakdraw.inference.diffusion;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.speakdraw.inference.Frame;

/** Pictures of the kinds that people bring, made by the program: of {@code width} x {@code height} pixels. */
record MadeDrawings(int width, int height) {

    @FunctionalInterface
    private interface Drawing {
        void draw(Graphics2D pen, int side);
    }

    /** All of them. */
    List<InputPicture> all() {
        return List.of(drawn(this::sketch), drawn(this::landscape), drawn(this::shapes));
    }

    /** Lines of a pen on white paper. */
    private void sketch(Graphics2D pen, int side) {
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.setStroke(new BasicStroke(side / 40f));
        pen.setColor(Color.RED);
        pen.drawOval(side / 4, side / 4, side / 2, side / 2);
        pen.setColor(Color.BLACK);
        pen.drawLine(side / 2, side / 4, side / 2 + side / 10, side / 8);
        pen.drawArc(side / 3, side / 2, side / 3, side / 6, 180, 180);
    }

    /** Soft areas, as a camera sees them. */
    private void landscape(Graphics2D pen, int side) {
        float horizon = height * 0.6f;
        pen.setPaint(new GradientPaint(0, 0, new Color(90, 150, 230), 0, horizon, new Color(220, 230, 240)));
        pen.fillRect(0, 0, width, height);
        pen.setPaint(new GradientPaint(0, horizon, new Color(60, 120, 50), 0, height, new Color(120, 90, 40)));
        pen.fillRect(0, (int) horizon, width, height);
        pen.setColor(new Color(250, 220, 90));
        pen.fillOval(side / 6, side / 8, side / 6, side / 6);
    }

    /** Areas of one colour each. */
    private void shapes(Graphics2D pen, int side) {
        pen.setColor(new Color(240, 240, 200));
        pen.fillRect(0, 0, width, height);
        pen.setColor(new Color(200, 60, 40));
        pen.fillRect(side / 4, side / 2, side / 2, side / 3);
        pen.setColor(new Color(40, 60, 160));
        pen.fillPolygon(new int[] {side / 5, side / 2, side * 4 / 5}, new int[] {side / 2, side / 5, side / 2}, 3);
    }

    private InputPicture drawn(Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        drawing.draw(pen, Math.min(width, height));
        pen.dispose();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] rgb = new byte[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            rgb[3 * i] = (byte) (pixels[i] >> 16);
            rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
            rgb[3 * i + 2] = (byte) pixels[i];
        }
        return new InputPicture(new Frame(width, height, rgb));
    }
}
