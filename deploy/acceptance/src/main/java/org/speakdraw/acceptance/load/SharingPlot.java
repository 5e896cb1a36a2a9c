package org.speakdraw.acceptance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Draws what the benchmark of the shared batch and the load client measured as one picture. Arguments: CSV files of the
 * benchmark, of the load client and of its soak, and the SVG file to write.
 */
public final class SharingPlot {

    private SharingPlot() {}

    public static void main(String[] arguments) throws IOException {
        PlotSheet.Table batch = PlotSheet.Table.read(Path.of(arguments[0]));
        PlotSheet.Table load = PlotSheet.Table.read(Path.of(arguments[1]));
        PlotSheet.Table soak = PlotSheet.Table.read(Path.of(arguments[2]));
        PlotSheet plot = new PlotSheet();
        plot.panel(
                0,
                "UNet rows a second",
                "sessions",
                batch.labels(),
                batch.curve("together", 1),
                batch.curve("one after another", 2));
        plot.panel(1, "pictures a second, each session", "sessions", load.labels(), load.curve("", 1));
        plot.panel(
                2,
                "from sending to receiving, ms",
                "sessions",
                load.labels(),
                load.curve("95th percentile", 3),
                load.curve("median", 2));
        plot.panel(3, "bytes a frame on the heap", "sessions", batch.labels(), batch.curve("", 5));
        plot.panel(
                4,
                "server's memory, MB",
                "sessions",
                load.labels(),
                load.curve("process", 6),
                load.curve("heap after GC", 4));
        plot.panel(
                5,
                "the same while it runs, MB",
                "minutes",
                soak.labels(),
                soak.curve("process", 3),
                soak.curve("heap after GC", 1));
        Files.writeString(Path.of(arguments[3]), plot.document());
    }
}
