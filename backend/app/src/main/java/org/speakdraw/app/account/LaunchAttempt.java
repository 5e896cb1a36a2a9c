package org.speakdraw.app.account;

import java.time.Instant;

/**
 * What a browser remembers while a learning platform makes a launch.
 *
 * @param state  by which the launch is known to be this browser's
 * @param nonce  by which the token is known to be for this launch
 * @param issuer of the platform
 * @param client as which the platform knows this server
 * @param until  when it is too late, in milliseconds since 1970
 */
record LaunchAttempt(String state, String nonce, String issuer, String client, long until) {

    boolean isOver() {
        return !end().isAfter(Instant.now());
    }

    Instant end() {
        return Instant.ofEpochMilli(until);
    }

    @Override
    public String toString() {
        return "LaunchAttempt[...]";
    }
}
