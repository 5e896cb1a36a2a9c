package org.speakdraw.app.cluster;

import java.net.URI;
import java.util.UUID;
import org.speakdraw.app.fairness.Place;
import org.speakdraw.app.fairness.Throughput;

/**
 * A server of the cluster that was there lately.
 *
 * @param number      of it, in the first 16 bits of its sessions' ids
 * @param address     as the other nodes reach it
 * @param incarnation of its last start
 * @param leaving     whether it takes nobody any more
 * @param load        as it said last
 */
public record Node(int number, URI address, UUID incarnation, boolean leaving, NodeLoad load) {

    /** The node as those see it that look for a place. */
    Place<Node> place() {
        return new Place<>(this, new Throughput(load.workPerSecond()), load.costs());
    }
}
