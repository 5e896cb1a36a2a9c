package org.speakdraw.app.stream.frames;

/** Settings for tests that never reach a network. */
final class TestSessions {

    /** Nothing looks into it. */
    @SuppressWarnings("NullAway")
    static final PreparedSettings LIVE = new PreparedSettings(null, null, null);

    private TestSessions() {}
}
