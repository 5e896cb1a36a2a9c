package org.speakdraw.app.account;

import java.time.Instant;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.ErrorCode;

/**
 * What a browser remembers while somebody signs in at the provider.
 *
 * @param state    by which the answer is known to be this browser's
 * @param nonce    by which the token is known to be for this attempt
 * @param verifier of PKCE: without it nobody gets a token for the code
 * @param back     page of ours to go back to
 * @param until    when it is too late, in milliseconds since 1970
 */
record SignInAttempt(String state, String nonce, String verifier, String back, long until) {

    /** A page of this server, with a classroom's code at most. */
    private static final Pattern BACK = Pattern.compile("/(?:[a-z]{1,24}\\.html)?(?:#[\\p{L}\\p{N}-]{1,32})?");

    /** @throws RequestException {@code request-invalid} */
    static String requirePage(String back) {
        if (!BACK.matcher(back).matches()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"back\" must be a page of this server.");
        }
        return back;
    }

    /** The page to go back to, told what went wrong. */
    static String withProblem(String back, ErrorCode problem) {
        int hash = back.indexOf('#');
        String page = hash < 0 ? back : back.substring(0, hash);
        return page + "?sign-in=" + problem.id() + back.substring(page.length());
    }

    boolean isOver() {
        return !end().isAfter(Instant.now());
    }

    Instant end() {
        return Instant.ofEpochMilli(until);
    }

    @Override
    public String toString() {
        return "SignInAttempt[...]";
    }
}
