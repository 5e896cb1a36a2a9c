package org.speakdraw.app.settings;

import jakarta.inject.Singleton;

/** Whether people can sign in with accounts of their school, as the feature reports it. Thread-safe. */
@Singleton
public class SignInAbility {

    private volatile boolean available;

    public void report(boolean now) {
        available = now;
    }

    /** Whether they can. */
    public boolean available() {
        return available;
    }
}
