package org.speakdraw.app.platform;

/**
 * The order in which the application ends, as priorities of those who observe {@code
 * @BeforeDestroyed(ApplicationScoped.class)}: what is told on the way to its end is still kept. All beans are there
 * until then, {@link Database} among them, and go in no particular order afterwards.
 */
public final class ServerEnd {

    /** Nobody is let in any more, and whoever is there is sent away. */
    public static final int SESSIONS = 100;
    /** What was recorded is written. */
    public static final int RECORDINGS = 200;
    /** What happened is written. */
    public static final int HISTORY = 300;

    private ServerEnd() {}
}
