package org.speakdraw.launcher.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * How a part of an instance, its server or its database, is doing.
 *
 * @param condition what it does now
 * @param since     when it began to serve; while it does not, since when
 * @param restarts  how often it was started again
 * @param lastEnd   why it ended the last time, in one line; empty when it never did
 */
public record PartState(Condition condition, Instant since, int restarts, String lastEnd) {

    /** What a part does. */
    public enum Condition {
        STARTING,
        UP,
        DOWN
    }

    /** One that has never ended. */
    public static PartState first(Condition condition, Instant since) {
        return new PartState(condition, since, 0, "");
    }

    /** The same part, which serves from now on. */
    public PartState serves(Instant now) {
        return new PartState(Condition.UP, now, restarts, lastEnd);
    }

    /** The same part, after it has ended once more. */
    public PartState ended(Instant now, String why) {
        String reason = why.lines().findFirst().orElse("").strip();
        return new PartState(Condition.DOWN, condition == Condition.UP ? now : since, restarts, reason);
    }

    /** The same part, being started again. */
    public PartState startsAgain() {
        return new PartState(Condition.STARTING, since, restarts + 1, lastEnd);
    }

    /** For a person, for example {@code up for 0 h 3 min 2 s, started again 2 times (last reason: it was killed)}. */
    public String words(Instant now) {
        String state = condition.name().toLowerCase(Locale.ROOT) + " for " + words(Duration.between(since, now));
        String times = restarts == 0 ? "" : ", started again " + (restarts == 1 ? "once" : restarts + " times");
        String reason = lastEnd.isEmpty() ? "" : (condition == Condition.UP ? " (last reason: " : " (") + lastEnd + ")";
        return state + times + reason;
    }

    /** A length of time for a person. */
    public static String words(Duration time) {
        return "%d h %d min %d s".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    void store(Properties properties, String part) {
        properties.setProperty(part + ".condition", condition.name());
        properties.setProperty(part + ".since", since.toString());
        properties.setProperty(part + ".restarts", Integer.toString(restarts));
        properties.setProperty(part + ".last-end", lastEnd);
    }

    static Optional<PartState> load(Properties properties, String part) {
        return Optional.ofNullable(properties.getProperty(part + ".condition"))
                .map(condition -> new PartState(
                        Condition.valueOf(condition),
                        Instant.parse(properties.getProperty(part + ".since")),
                        Integer.parseInt(properties.getProperty(part + ".restarts")),
                        properties.getProperty(part + ".last-end")));
    }
}
