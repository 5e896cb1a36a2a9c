package org.speakdraw.app.stream;

/** Settings for tests that never reach a network. */
final class TestSessions {

    /** Nothing looks into it. */
    @SuppressWarnings("NullAway")
    static final Live LIVE = new Live(null, null, null);

    private TestSessions() {}
}
