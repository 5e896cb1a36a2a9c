package org.speakdraw.acceptance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws what a school's day comes to on one to eight servers. Arguments: the CSV file, and the SVG file to write. */
public final class SchoolDayPlot {

    private static final List<String> TITLES = List.of(
            "median wait, s",
            "95th percentile of waits, s",
            "never let in, share",
            "pictures a second",
            "fairness (Jain)",
            "servers in use, share");

    private SchoolDayPlot() {}

    public static void main(String[] arguments) throws IOException {
        PlotSheet.Table days = PlotSheet.Table.read(Path.of(arguments[0]));
        PlotSheet plot = new PlotSheet();
        for (int i = 0; i < TITLES.size(); i++) {
            plot.panel(
                    i,
                    TITLES.get(i),
                    "servers",
                    days.labels(),
                    days.curve("classes together", 1 + i),
                    days.curve("each where there is most", 1 + TITLES.size() + i));
        }
        Files.writeString(Path.of(arguments[1]), plot.document());
    }
}
