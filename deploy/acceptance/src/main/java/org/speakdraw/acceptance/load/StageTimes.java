package org.speakdraw.acceptance.load;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.acceptance.client.HttpApi;

/**
 * Where the server says that frames spent their time, from its metrics at one moment.
 *
 * @param counts  of each stage since the server's start
 * @param seconds of each stage since the server's start
 */
record StageTimes(Map<String, Double> counts, Map<String, Double> seconds) {

    private static final Pattern LINE =
            Pattern.compile("speakdraw_frame_stage_seconds_(count|sum)\\{stage=\"(\\w+)\"} (\\S+)");

    /** Asks the server. */
    static StageTimes read(HttpApi api) {
        Map<String, Double> counts = new TreeMap<>();
        Map<String, Double> seconds = new TreeMap<>();
        Matcher lines = LINE.matcher(api.get("/metrics").body());
        while (lines.find()) {
            Map<String, Double> values = lines.group(1).equals("count") ? counts : seconds;
            values.put(lines.group(2), Double.parseDouble(lines.group(3)));
        }
        return new StageTimes(counts, seconds);
    }

    /**
     * What happened since {@code before}, by stage, and the share of the work on a painted frame that is not done by
     * the networks. Frames that were decoded and then replaced by newer ones count as work of those that were painted.
     */
    String since(StageTimes before) {
        StringBuilder report =
                new StringBuilder(String.format(Locale.ROOT, "%-10s %8s %10s%n", "stage", "count", "mean ms"));
        for (String stage : seconds.keySet()) {
            double count = counts.getOrDefault(stage, 0.0) - before.counts.getOrDefault(stage, 0.0);
            double millis = 1000 * difference(stage, before) / Math.max(1, count);
            report.append(String.format(Locale.ROOT, "%-10s %8.0f %10.2f%n", stage, count, millis));
        }
        double networks = difference("models", before) + difference("matting", before);
        double outside = difference("tick", before) - difference("models", before);
        for (String stage : new String[] {"decode", "encode", "send"}) {
            outside += difference(stage, before);
        }
        return report.append(String.format(
                        Locale.ROOT,
                        "outside the networks (JPEG, copying, queueing, sending): %.1f %% of the work on a frame",
                        100 * outside / (outside + networks)))
                .toString();
    }

    private double difference(String stage, StageTimes before) {
        return seconds.getOrDefault(stage, 0.0) - before.seconds.getOrDefault(stage, 0.0);
    }
}
