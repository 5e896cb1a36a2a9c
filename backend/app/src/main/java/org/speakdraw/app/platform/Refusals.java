package org.speakdraw.app.platform;

import java.util.HashMap;
import java.util.Map;
import org.speakdraw.inference.ErrorCode;

/**
 * How much of the audit log refusals may take: so many lines a minute of one network and of all; what is over that is counted
 * and gets one line a network and reason, so that a flood cannot push everything else out of the log. Thread-safe.
 */
final class Refusals {

    /** Of one network, in a minute. */
    static final int LINES = 20;
    /** Of all, in a minute: so the log lasts for a day of nothing but them. */
    static final int ALL_LINES = 500;
    /** Counts of a minute; those beyond share one line a reason. */
    static final int COUNTS = 100;

    static final String OTHERS = "other addresses";

    private final Map<String, Integer> linesByNetwork = new HashMap<>();
    private final Map<Counted, Integer> counts = new HashMap<>();
    private int lines;

    private record Counted(ErrorCode reason, String network) {}

    /** Whether a refusal may have a line of its own; it has, then. */
    synchronized boolean takeLine(String address) {
        String network = ClientAddress.networkOf(address);
        int before = linesByNetwork.getOrDefault(network, 0);
        if (lines >= ALL_LINES || before >= LINES) {
            return false;
        }
        lines++;
        linesByNetwork.put(network, before + 1);
        return true;
    }

    /** Something was refused that gets no line of its own. */
    synchronized void count(ErrorCode reason, String address) {
        Counted own = new Counted(reason, ClientAddress.networkOf(address));
        boolean hasLine = counts.containsKey(own) || counts.size() < COUNTS;
        counts.merge(hasLine ? own : new Counted(reason, OTHERS), 1, Integer::sum);
    }

    /** A minute is over: writes what was counted. */
    void write() {
        // Nobody who is refused waits for the disk.
        take().forEach((counted, times) -> AuditLog.refused(counted.reason(), counted.network(), times));
    }

    private synchronized Map<Counted, Integer> take() {
        Map<Counted, Integer> taken = Map.copyOf(counts);
        counts.clear();
        linesByNetwork.clear();
        lines = 0;
        return taken;
    }
}
