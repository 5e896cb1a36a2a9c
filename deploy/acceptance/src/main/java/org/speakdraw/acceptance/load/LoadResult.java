package org.speakdraw.acceptance.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one session saw, or all together.
 *
 * @param latenciesMillis capture to arrival of every output frame, rising
 * @param seconds         measured time
 * @param sent            frames sent in that time
 * @param dropped         frames replaced by newer ones before the engine took them, over the whole run
 * @param skipped         frames the similarity filter left out, over the whole run
 * @param refused         frames the server refused, over the whole run
 * @param engineMillis    mean time of a frame in the engine
 */
record LoadResult(
        List<Double> latenciesMillis,
        double seconds,
        long sent,
        long dropped,
        long skipped,
        long refused,
        double engineMillis) {

    LoadResult {
        latenciesMillis = latenciesMillis.stream().sorted().toList();
    }

    static LoadResult of(List<Double> latencies, double seconds, long sent, List<JsonNode> stats) {
        return new LoadResult(
                latencies,
                seconds,
                sent,
                sum(stats, "dropped"),
                sum(stats, "skipped"),
                sum(stats, "refused"),
                stats.stream()
                        .mapToDouble(second -> second.path("engineMs").asDouble())
                        .filter(millis -> millis > 0)
                        .average()
                        .orElse(0));
    }

    private static long sum(List<JsonNode> stats, String property) {
        return stats.stream()
                .mapToLong(second -> second.path(property).asLong())
                .sum();
    }

    /** All sessions as one: their frames together, in the same time. */
    static LoadResult together(List<LoadResult> results) {
        return new LoadResult(
                results.stream()
                        .flatMap(result -> result.latenciesMillis().stream())
                        .toList(),
                results.stream().mapToDouble(LoadResult::seconds).max().orElse(0),
                results.stream().mapToLong(LoadResult::sent).sum(),
                results.stream().mapToLong(LoadResult::dropped).sum(),
                results.stream().mapToLong(LoadResult::skipped).sum(),
                results.stream().mapToLong(LoadResult::refused).sum(),
                results.stream().mapToDouble(LoadResult::engineMillis).average().orElse(0));
    }

    double fps() {
        return seconds > 0 ? latenciesMillis.size() / seconds : 0;
    }

    /** Nearest-rank percentile in milliseconds; NaN without a frame. */
    double latencyMillis(int percent) {
        int size = latenciesMillis.size();
        return size == 0 ? Double.NaN : latenciesMillis.get(Math.max(0, (int) Math.ceil(size * percent / 100.0) - 1));
    }

    static String heading() {
        return row(
                Stream.of("session", "fps", "p50 ms", "p95 ms", "engine ms", "sent", "dropped", "skipped", "refused"));
    }

    String row(String name) {
        return row(Stream.of(
                name,
                "%.1f".formatted(fps()),
                "%.1f".formatted(latencyMillis(50)),
                "%.1f".formatted(latencyMillis(95)),
                "%.1f".formatted(engineMillis),
                Long.toString(sent),
                Long.toString(dropped),
                Long.toString(skipped),
                Long.toString(refused)));
    }

    private static String row(Stream<String> cells) {
        return cells.map("%10s"::formatted).reduce("", String::concat);
    }
}
