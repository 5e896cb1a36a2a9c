package org.speakdraw.acceptance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws what the benchmark of the shared batch and the load client measured as one picture. Arguments: CSV files of the
 * benchmark, of the load client and of its soak, and the SVG file to write.
 */
public final class SharingPlot {

    private SharingPlot() {}

    public static void main(String[] arguments) throws IOException {
        List<String[]> batch = PlotSheet.read(Path.of(arguments[0]));
        List<String[]> load = PlotSheet.read(Path.of(arguments[1]));
        List<String[]> soak = PlotSheet.read(Path.of(arguments[2]));
        PlotSheet plot = new PlotSheet();
        plot.panel(
                0,
                "UNet rows a second",
                "sessions",
                PlotSheet.labels(batch),
                new PlotSheet.Curve("together", PlotSheet.column(batch, 1)),
                new PlotSheet.Curve("one after another", PlotSheet.column(batch, 2)));
        plot.panel(
                1,
                "pictures a second, each session",
                "sessions",
                PlotSheet.labels(load),
                new PlotSheet.Curve("", PlotSheet.column(load, 1)));
        plot.panel(
                2,
                "from sending to receiving, ms",
                "sessions",
                PlotSheet.labels(load),
                new PlotSheet.Curve("95th percentile", PlotSheet.column(load, 3)),
                new PlotSheet.Curve("median", PlotSheet.column(load, 2)));
        plot.panel(
                3,
                "bytes a frame on the heap",
                "sessions",
                PlotSheet.labels(batch),
                new PlotSheet.Curve("", PlotSheet.column(batch, 5)));
        plot.panel(
                4,
                "server's memory, MB",
                "sessions",
                PlotSheet.labels(load),
                new PlotSheet.Curve("process", PlotSheet.column(load, 6)),
                new PlotSheet.Curve("heap after GC", PlotSheet.column(load, 4)));
        plot.panel(
                5,
                "the same while it runs, MB",
                "minutes",
                PlotSheet.labels(soak),
                new PlotSheet.Curve("process", PlotSheet.column(soak, 3)),
                new PlotSheet.Curve("heap after GC", PlotSheet.column(soak, 1)));
        Files.writeString(Path.of(arguments[3]), plot.document());
    }
}
