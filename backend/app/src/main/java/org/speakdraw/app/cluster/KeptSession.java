package org.speakdraw.app.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/**
 * What a live session needs to go on on another node.
 *
 * @param participant whose it is, where that is known
 * @param classroom   that it counts for, where that is known
 * @param address     of the client, as limits count it
 * @param tokenDigest SHA-256 of its token, 32 bytes; empty for one of the classic protocol, which goes on nowhere else:
 *     its client opens it anew
 * @param viewDigest  SHA-256 of its view-only key, 32 bytes, while it is shared
 * @param settings    all of them
 */
public record KeptSession(
        UUID id,
        Optional<UUID> participant,
        Optional<UUID> classroom,
        String address,
        Optional<byte[]> tokenDigest,
        Optional<byte[]> viewDigest,
        ObjectNode settings) {

    /** Its prompt is nobody's business. */
    @Override
    public String toString() {
        return "KeptSession[" + id + "]";
    }
}
