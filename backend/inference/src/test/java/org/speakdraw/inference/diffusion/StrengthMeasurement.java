package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Measures how far pictures move away from drawings at every timestep index, and prints what strength does without and
 * with that. With {@code --write}, puts it into the bundle's {@code speakdraw.json}, so that strength changes a picture
 * evenly: {@code StrengthMeasurement FOLDER [--write]}.
 *
 * <p>A change is the mean difference of a picture, painted in one step, from what the autoencoder alone makes of the
 * drawing, in levels of 255.
 */
public final class StrengthMeasurement {

    private static final int SEEDS = 2;
    private static final int PROMPTS = 4;

    private final DiffusionBundle bundle;
    private final DiffusionStream stream;
    private final int width;
    private final int height;

    private StrengthMeasurement(DiffusionBundle bundle, DiffusionStream stream) {
        this.bundle = bundle;
        this.stream = stream;
        this.width = bundle.recommended().width();
        this.height = bundle.recommended().height();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        double[] changes;
        try (DiffusionStream stream =
                DiffusionStream.open(bundle, DeviceOptions.parse("cpu", 2, 0, false, folder), 4)) {
            changes = new StrengthMeasurement(bundle, stream).changes();
        }
        print(changes);
        if (arguments.length > 1 && arguments[1].equals("--write")) {
            write(folder.resolve("speakdraw.json"), changes);
        }
    }

    private double[] changes() {
        List<InputPicture> drawings = List.of(sketch(), landscape(), shapes());
        List<String> prompts = bundle.examples().stream().limit(PROMPTS).toList();
        double[] changes = new double[TimestepSelection.GRID];
        int count = 0;
        for (InputPicture drawing : drawings) {
            Frame untouched = untouched(drawing);
            for (String prompt :
                    prompts.isEmpty() ? List.of(bundle.recommended().prompt()) : prompts) {
                for (int seed = 1; seed <= SEEDS; seed++) {
                    count++;
                    for (int index = 0; index < changes.length; index++) {
                        changes[index] += difference(untouched, painted(drawing, prompt, seed, index));
                    }
                }
            }
        }
        for (int index = 0; index < changes.length; index++) {
            changes[index] = Math.round(changes[index] / count * 100) / 100.0;
        }
        return changes;
    }

    private Frame untouched(InputPicture drawing) {
        LatentShape shape = bundle.latentShape(width, height);
        List<float[]> latents = stream.encoder()
                .encode(List.of(new VaeEncoder.Item(drawing, Optional.empty())), shape, new TickMemory());
        return stream.decoder().decode(latents, shape).get(0);
    }

    private Frame painted(InputPicture drawing, String prompt, long seed, int index) {
        StreamParameters parameters =
                new StreamParameters(width, height, List.of(index), CfgType.NONE, 1, 1, true, seed, false);
        Conditioning conditioning = new Conditioning(stream.embed(prompt), stream.embed(""));
        return stream.paint(new StreamInput<>(new StreamState<>(), parameters, conditioning, drawing, index))
                .picture();
    }

    private static double difference(Frame a, Frame b) {
        byte[] left = a.rgb();
        byte[] right = b.rgb();
        long sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xFF) - (right[i] & 0xFF));
        }
        return (double) sum / left.length;
    }

    /** Lines of a pen on white paper. */
    private InputPicture sketch() {
        return drawn((pen, side) -> {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, width, height);
            pen.setStroke(new java.awt.BasicStroke(side / 40f));
            pen.setColor(Color.RED);
            pen.drawOval(side / 4, side / 4, side / 2, side / 2);
            pen.setColor(Color.BLACK);
            pen.drawLine(side / 2, side / 4, side / 2 + side / 10, side / 8);
            pen.drawArc(side / 3, side / 2, side / 3, side / 6, 180, 180);
        });
    }

    /** Soft areas, as a camera sees them. */
    private InputPicture landscape() {
        return drawn((pen, side) -> {
            pen.setPaint(new GradientPaint(0, 0, new Color(90, 150, 230), 0, height * 0.6f, new Color(220, 230, 240)));
            pen.fillRect(0, 0, width, height);
            pen.setPaint(
                    new GradientPaint(0, height * 0.6f, new Color(60, 120, 50), 0, height, new Color(120, 90, 40)));
            pen.fillRect(0, (int) (height * 0.6), width, height);
            pen.setColor(new Color(250, 220, 90));
            pen.fillOval(side / 6, side / 8, side / 6, side / 6);
        });
    }

    /** Areas of one colour each. */
    private InputPicture shapes() {
        return drawn((pen, side) -> {
            pen.setColor(new Color(240, 240, 200));
            pen.fillRect(0, 0, width, height);
            pen.setColor(new Color(200, 60, 40));
            pen.fillRect(side / 4, side / 2, side / 2, side / 3);
            pen.setColor(new Color(40, 60, 160));
            pen.fillPolygon(new int[] {side / 5, side / 2, side * 4 / 5}, new int[] {side / 2, side / 5, side / 2}, 3);
        });
    }

    @FunctionalInterface
    private interface Drawing {
        void draw(Graphics2D pen, int side);
    }

    private InputPicture drawn(Drawing drawing) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        drawing.draw(pen, Math.min(width, height));
        pen.dispose();
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            int pixel = image.getRGB(i % width, i / width);
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return new InputPicture(new Frame(width, height, rgb));
    }

    private static void print(double[] changes) {
        TimestepSelection measured = TimestepSelection.measured(changes);
        System.out.println("| strength | index | change | index measured | change |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (int tenth = 1; tenth <= 9; tenth++) {
            double strength = tenth / 10.0;
            int before = TimestepSelection.LINEAR.indices(strength, 1).get(0);
            int after = measured.indices(strength, 1).get(0);
            System.out.printf(
                    "| %.1f | %d | %.1f | %d | %.1f |%n", strength, before, changes[before], after, changes[after]);
        }
        List<String> all = new ArrayList<>();
        for (double change : changes) {
            all.add(String.valueOf(change));
        }
        System.out.println(String.join(", ", all));
    }

    private static void write(Path file, double[] changes) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = Files.exists(file) ? (ObjectNode) mapper.readTree(file.toFile()) : mapper.createObjectNode();
        ArrayNode list = json.putArray("changes");
        for (double change : changes) {
            list.add(change);
        }
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
