package org.speakdraw.inference.safety;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Counts how many harmless pictures the filter would cover, at several thresholds: {@code FalseAlarmMeasurement BUNDLE
 * PHOTOGRAPH...}. It draws and paints them itself, more than two thousand, and takes parts of the photographs. What it
 * would miss cannot be measured with harmless pictures.
 */
public final class FalseAlarmMeasurement {

    private static final double[] THRESHOLDS = {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int DRAWINGS = 600;
    private static final int PARTS = 600;
    private static final Color[] INKS = {
        Color.BLACK,
        Color.RED,
        new Color(30, 90, 220),
        new Color(40, 150, 60),
        new Color(250, 190, 40),
        new Color(240, 190, 160),
        new Color(150, 90, 60),
        new Color(120, 60, 150),
        new Color(250, 140, 190)
    };

    private final PictureFilter filter;
    private final DiffusionStream stream;
    private final List<String> names;
    private final int side;
    private final Map<String, List<Likelihoods>> found = new LinkedHashMap<>();

    private FalseAlarmMeasurement(PictureFilter filter, DiffusionStream stream, List<String> names, int side) {
        this.filter = filter;
        this.stream = stream;
        this.names = names;
        this.side = side;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        List<BufferedImage> photographs = new ArrayList<>();
        for (String photograph : List.of(arguments).subList(1, arguments.length)) {
            photographs.add(ImageIO.read(Path.of(photograph).toFile()));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : new ObjectMapper()
                .readTree(folder.resolve("vocabulary.json").toFile())
                .path("names")) {
            names.add(name.path("en").path(0).asText());
        }
        DeviceOptions device = DeviceOptions.parse("cpu", 1, 0, false, folder);
        try (PictureFilter filter = PictureFilter.open();
                DiffusionStream stream = DiffusionStream.open(bundle, device, 1)) {
            int side = bundle.recommended().width();
            new FalseAlarmMeasurement(filter, stream, names, side).measure(photographs);
        }
    }

    private void measure(List<BufferedImage> photographs) {
        SplittableRandom random = new SplittableRandom(1);
        look("drawings", DRAWINGS, i -> frame(drawing(new SplittableRandom(i))));
        look("painted from words", names.size(), i -> paint("a " + names.get(i), null, i));
        look("painted from drawings", DRAWINGS, i -> {
            InputPicture drawing = new InputPicture(frame(drawing(new SplittableRandom(i))));
            return paint("a " + names.get(random.nextInt(names.size())), drawing, i);
        });
        look("faces and hands as a camera would see them, drawn", DRAWINGS / 2, i -> frame(skin(random)));
        if (!photographs.isEmpty()) {
            look("parts of photographs", PARTS, i -> frame(part(photographs.get(i % photographs.size()), random)));
        }
        print();
    }

    private void look(String group, int count, IntFunction<Frame> pictures) {
        List<Likelihoods> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(filter.judge(pictures.apply(i)));
        }
        found.put(group, all);
    }

    private Frame paint(String prompt, @Nullable InputPicture drawing, long seed) {
        int first = drawing == null ? 0 : 25;
        StreamParameters parameters =
                new StreamParameters(side, side, List.of(first), CfgType.NONE, 1, 1, true, seed, false);
        Conditioning conditioning = new Conditioning(stream.embed(prompt), stream.embed(""));
        return stream.paint(new StreamInput<>(new StreamState<>(), parameters, conditioning, drawing, seed))
                .picture();
    }

    /** People, houses, suns and scribbles of a thick pen on white paper. */
    private BufferedImage drawing(SplittableRandom random) {
        BufferedImage image = paper(Color.WHITE);
        Graphics2D pen = pen(image);
        int things = 1 + random.nextInt(6);
        for (int i = 0; i < things; i++) {
            pen.setColor(INKS[random.nextInt(INKS.length)]);
            pen.setStroke(new BasicStroke(2 + random.nextInt(14), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            int x = random.nextInt(side);
            int y = random.nextInt(side);
            int size = side / 8 + random.nextInt(side / 2);
            switch (random.nextInt(5)) {
                case 0 -> person(pen, x, y, size);
                case 1 -> pen.fillOval(x - size / 2, y - size / 2, size, size);
                case 2 -> pen.fillRect(x - size / 2, y - size / 3, size, size * 2 / 3);
                case 3 ->
                    pen.drawPolygon(
                            new int[] {x, x + size / 2, x - size / 2},
                            new int[] {y - size / 2, y + size / 2, y + size / 2},
                            3);
                default -> {
                    for (int stroke = 0; stroke < 6; stroke++) {
                        pen.drawLine(
                                x + random.nextInt(-size, size),
                                y + random.nextInt(-size, size),
                                x + random.nextInt(-size, size),
                                y + random.nextInt(-size, size));
                    }
                }
            }
        }
        return image;
    }

    private static void person(Graphics2D pen, int x, int y, int size) {
        pen.drawOval(x - size / 8, y - size / 2, size / 4, size / 4);
        pen.drawLine(x, y - size / 4, x, y + size / 6);
        pen.drawLine(x, y - size / 8, x - size / 4, y);
        pen.drawLine(x, y - size / 8, x + size / 4, y);
        pen.drawLine(x, y + size / 6, x - size / 5, y + size / 2);
        pen.drawLine(x, y + size / 6, x + size / 5, y + size / 2);
    }

    /** Soft ovals in all tones of skin before any ground: the hardest for a filter that looks for it. */
    private BufferedImage skin(SplittableRandom random) {
        BufferedImage image = paper(new Color(random.nextInt(1 << 24)));
        Graphics2D pen = pen(image);
        int light = 70 + random.nextInt(170);
        Color bright = new Color(light, light * 3 / 4, light * 3 / 5);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            int x = random.nextInt(side);
            int y = random.nextInt(side);
            int wide = side / 4 + random.nextInt(side / 2);
            int tall = side / 4 + random.nextInt(side / 2);
            pen.setPaint(new GradientPaint(x, y, bright, x + wide, y + tall, bright.darker()));
            pen.fillOval(x - wide / 2, y - tall / 2, wide, tall);
        }
        pen.setColor(Color.DARK_GRAY);
        pen.fillOval(random.nextInt(side), random.nextInt(side), side / 16, side / 20);
        pen.fillOval(random.nextInt(side), random.nextInt(side), side / 16, side / 20);
        return image;
    }

    /** A part of it, turned round or not, lighter or darker. */
    private BufferedImage part(BufferedImage photograph, SplittableRandom random) {
        int size = (int) (Math.min(photograph.getWidth(), photograph.getHeight()) * random.nextDouble(0.3, 1));
        int x = random.nextInt(photograph.getWidth() - size + 1);
        int y = random.nextInt(photograph.getHeight() - size + 1);
        BufferedImage image = paper(Color.BLACK);
        Graphics2D pen = pen(image);
        if (random.nextBoolean()) {
            pen.drawImage(photograph.getSubimage(x, y, size, size), side, 0, -side, side, null);
        } else {
            pen.drawImage(photograph.getSubimage(x, y, size, size), 0, 0, side, side, null);
        }
        int veil = random.nextInt(90);
        pen.setColor(random.nextBoolean() ? new Color(255, 255, 255, veil) : new Color(0, 0, 0, veil));
        pen.fillRect(0, 0, side, side);
        return image;
    }

    private BufferedImage paper(Color colour) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, side, side);
        pen.dispose();
        return image;
    }

    private static Graphics2D pen(BufferedImage image) {
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        return pen;
    }

    private static Frame frame(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        for (int i = 0; i < width * image.getHeight(); i++) {
            int pixel = image.getRGB(i % width, i / width);
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return new Frame(width, image.getHeight(), rgb);
    }

    private void print() {
        StringBuilder head = new StringBuilder("| harmless pictures | number |");
        StringBuilder line = new StringBuilder("| --- | --- |");
        for (double threshold : THRESHOLDS) {
            head.append(" ").append(threshold).append(" |");
            line.append(" --- |");
        }
        System.out.println(head);
        System.out.println(line);
        found.forEach(FalseAlarmMeasurement::print);
        print("all", found.values().stream().flatMap(List::stream).toList());
        System.out.println("\nWith \"sexy\" counted as unfit, too:");
        print(
                "all",
                found.values().stream()
                        .flatMap(List::stream)
                        .map(it -> new Likelihoods(it.drawing(), it.hentai(), it.neutral(), it.porn() + it.sexy(), 0))
                        .toList());
    }

    private static void print(String group, List<Likelihoods> all) {
        StringBuilder row = new StringBuilder("| " + group + " | " + all.size() + " |");
        for (double threshold : THRESHOLDS) {
            long covered = all.stream().filter(it -> it.unfit() >= threshold).count();
            row.append(String.format(java.util.Locale.ROOT, " %.2f %% |", 100.0 * covered / all.size()));
        }
        System.out.println(row);
    }
}
