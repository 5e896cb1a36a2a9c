package org.speakdraw.acceptance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Panels with curves, side by side in one SVG picture. */
final class PlotSheet {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 180;
    private static final int GAP = 70;
    private static final int TOP = 60;
    private static final int COLUMNS = 3;
    private static final int ROWS = 2;
    private static final int ROW_HEIGHT = TOP + HEIGHT + 60;
    private static final int MAX_LABELS = 6;
    private static final String[] COLOURS = {"#c2410c", "#64748b"};

    private final StringBuilder svg = new StringBuilder();

    /** One curve: its name and a value for each number of sessions. */
    record Curve(String name, List<Double> values) {}

    /** What was measured: a row for each number of sessions, which its first column has. */
    record Table(List<String[]> rows) {

        /** Without the line of titles. */
        static Table read(Path csv) throws IOException {
            return new Table(Files.readAllLines(csv).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList());
        }

        List<String> labels() {
            return rows.stream().map(row -> row[0]).toList();
        }

        Curve curve(String name, int column) {
            return new Curve(
                    name, rows.stream().map(row -> Double.valueOf(row[column])).toList());
        }
    }

    void panel(int number, String title, String axis, List<String> labels, Curve... curves) {
        int left = GAP + number % COLUMNS * (WIDTH + GAP);
        int top = TOP + number / COLUMNS * ROW_HEIGHT;
        double highest = roundUp(largest(curves));
        text(left, top - 34, "start", "#0f172a", title);
        for (int i = 0; i <= 4; i++) {
            double y = top + HEIGHT - i * HEIGHT / 4.0;
            add("<path d='M%d %.1fh%d' stroke='#cbd5e1'/>", left, y, WIDTH);
            text(left - 8, y + 4, "end", "#475569", number(highest * i / 4));
        }
        int step = (labels.size() + MAX_LABELS - 1) / MAX_LABELS;
        for (int i = 0; i < labels.size(); i++) {
            if ((labels.size() - 1 - i) % step == 0) {
                text(x(left, i, labels.size()), top + HEIGHT + 20, "middle", "#475569", labels.get(i));
            }
        }
        text(left + WIDTH / 2.0, top + HEIGHT + 40, "middle", "#475569", axis);
        for (int c = 0; c < curves.length; c++) {
            curve(left, top, highest, curves[c], COLOURS[c]);
            text(left + WIDTH, top - 34 + 16 * (c + 1), "end", COLOURS[c], curves[c].name());
        }
    }

    private void curve(int left, int top, double highest, Curve curve, String colour) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < curve.values().size(); i++) {
            double x = x(left, i, curve.values().size());
            double y = top + HEIGHT * (1 - curve.values().get(i) / highest);
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
            add("<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", x, y, colour);
        }
        add("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>", String.join(" ", points), colour);
    }

    private static double x(int left, int index, int count) {
        return left + 20 + index * (WIDTH - 40.0) / Math.max(1, count - 1);
    }

    private static double largest(Curve[] curves) {
        double largest = 0;
        for (Curve curve : curves) {
            largest = Math.max(
                    largest,
                    curve.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0));
        }
        return largest;
    }

    /** To 1, 2, 4, 6, 8 or 10 times a power of ten. */
    private static double roundUp(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 4, 6, 8}) {
            if (value <= factor * unit) {
                return factor * unit;
            }
        }
        return 10 * unit;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,d", (long) value) : Double.toString(value);
    }

    private void text(double x, double y, String anchor, String colour, String words) {
        add("<text x='%.1f' y='%.1f' text-anchor='%s' fill='%s'>%s</text>", x, y, anchor, colour, words);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    String document() {
        int width = COLUMNS * (WIDTH + GAP) + GAP;
        int height = ROWS * ROW_HEIGHT;
        return String.format("""
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1$d %2$d' width='%1$d' height='%2$d' \
                font-family='system-ui, sans-serif' font-size='13'>
                <rect width='100%%' height='100%%' fill='#fff'/>
                %3$s</svg>
                """, width, height, svg);
    }
}
