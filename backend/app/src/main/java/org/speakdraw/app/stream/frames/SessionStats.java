package org.speakdraw.app.stream.frames;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * One second of a session.
 *
 * @param fps       pictures a second that left the engine
 * @param received  frames that came in with credit
 * @param dropped   frames that a newer one replaced
 * @param skipped   frames that the similarity filter held back, and those that no picture was wanted of
 * @param refused   frames without credit
 * @param queued    frames waiting for the engine now
 * @param engineMillis mean time of a frame's tick in the engine
 * @param sessions  live sessions on this server
 */
public record SessionStats(
        double fps,
        long received,
        long dropped,
        long skipped,
        long refused,
        int queued,
        double engineMillis,
        int sessions) {

    public static final SessionStats NONE = new SessionStats(0, 0, 0, 0, 0, 0, 0, 0);

    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("fps", Math.round(fps * 10) / 10.0)
                .add("received", received)
                .add("dropped", dropped)
                .add("skipped", skipped)
                .add("refused", refused)
                .add("queued", queued)
                .add("engineMs", Math.round(engineMillis * 10) / 10.0)
                .add("sessions", sessions)
                .build();
    }
}
