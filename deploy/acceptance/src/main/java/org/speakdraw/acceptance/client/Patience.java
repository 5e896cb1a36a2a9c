package org.speakdraw.acceptance.client;

import java.time.Duration;

/** How long is waited for what should come at once. */
public final class Patience {

    /**
     * Long enough for a slow machine that has other things to do: nothing is said by it of how soon something must
     * happen, it only ends what will never happen. {@code frontend/playwright.config.ts} has the same for browsers.
     */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private Patience() {}
}
