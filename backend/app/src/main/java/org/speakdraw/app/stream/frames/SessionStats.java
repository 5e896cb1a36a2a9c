package org.speakdraw.app.stream.frames;

/**
 * One second of a session.
 *
 * @param fps       pictures a second that left the engine, to a tenth
 * @param received  frames that came in with credit
 * @param dropped   frames that a newer one replaced
 * @param skipped   frames that the similarity filter held back, and those that no picture was wanted of
 * @param refused   frames without credit
 * @param queued    frames waiting for the engine now
 * @param engineMs  mean time of a frame's tick in the engine, to a tenth
 * @param sessions  live sessions on this server
 */
public record SessionStats(
        double fps,
        long received,
        long dropped,
        long skipped,
        long refused,
        int queued,
        double engineMs,
        int sessions) {

    public static final SessionStats NONE = new SessionStats(0, 0, 0, 0, 0, 0, 0, 0);
}
