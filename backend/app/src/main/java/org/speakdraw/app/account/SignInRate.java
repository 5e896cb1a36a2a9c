package org.speakdraw.app.account;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;

/** How often people sign in from an address. Thread-safe. */
@Singleton
public class SignInRate {

    /** Of one address: some classes behind one begin in the same minute, and each sign-in counts twice. */
    private static final int PER_MINUTE = 480;

    private final RequestRate rate = new RequestRate(PER_MINUTE);

    /**
     * One step of signing in.
     *
     * @throws RequestException {@code too-many-requests}
     */
    void require(String address) {
        long nanos = rate.request(ClientAddress.networkOf(address), System.nanoTime());
        if (nanos > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Too many people sign in from your address at once. Wait a little and try again.",
                    Duration.ofNanos(nanos));
        }
    }
}
