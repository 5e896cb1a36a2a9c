package org.speakdraw.acceptance.thumbnails;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.speakdraw.acceptance.client.TestPictures;

/** The sketches of {@code sketches.txt}, by slug. */
final class Sketches {

    private static final int SIDE = 256;

    private final Map<String, List<String[]>> shapes = new HashMap<>();

    /** Reads the file. */
    Sketches() {
        try (InputStream file = Objects.requireNonNull(Sketches.class.getResourceAsStream("sketches.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            List<String[]> sketch = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.strip().split("[ ,]+");
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (words.length == 1) {
                    sketch = shapes.computeIfAbsent(words[0], slug -> new ArrayList<>());
                } else {
                    sketch.add(words);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sketch for a preset as JPEG, 256 pixels square. */
    byte[] of(String slug) {
        List<String[]> sketch = shapes.get(slug);
        if (sketch == null) {
            throw new IllegalStateException("sketches.txt has nothing for the preset " + slug);
        }
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        sketch.forEach(shape -> draw(pen, shape));
        pen.dispose();
        return TestPictures.jpeg(image);
    }

    private static void draw(Graphics2D pen, String[] shape) {
        pen.setColor(new Color(Integer.parseInt(shape[1], 16)));
        switch (shape[0]) {
            case "ground" -> pen.fillRect(0, 0, SIDE, SIDE);
            case "rect" -> pen.fillRect(at(shape, 2), at(shape, 3), at(shape, 4), at(shape, 5));
            case "oval" -> pen.fillOval(at(shape, 2), at(shape, 3), at(shape, 4), at(shape, 5));
            case "poly" -> {
                Path2D outline = path(shape, 2);
                outline.closePath();
                pen.fill(outline);
            }
            case "line" -> {
                stroke(pen, shape);
                pen.draw(path(shape, 3));
            }
            case "arc" -> {
                stroke(pen, shape);
                pen.drawArc(at(shape, 3), at(shape, 4), at(shape, 5), at(shape, 6), at(shape, 7), at(shape, 8));
            }
            default -> throw new IllegalStateException("no such shape: " + shape[0]);
        }
    }

    private static void stroke(Graphics2D pen, String[] shape) {
        pen.setStroke(new BasicStroke(at(shape, 2), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    private static Path2D path(String[] shape, int from) {
        Path2D path = new Path2D.Double();
        path.moveTo(at(shape, from), at(shape, from + 1));
        for (int i = from + 2; i < shape.length; i += 2) {
            path.lineTo(at(shape, i), at(shape, i + 1));
        }
        return path;
    }

    private static int at(String[] shape, int index) {
        return Integer.parseInt(shape[index]);
    }
}
