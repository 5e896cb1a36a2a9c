package org.speakdraw.app.platform;

import jakarta.servlet.http.HttpServletRequest;

/** What a request shows of whether it comes from who runs the server. */
public final class OperatorCredentials {

    private OperatorCredentials() {}

    /** Whether {@code access} allows the request. */
    public static boolean suffice(OperatorAccess access, HttpServletRequest request) {
        boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return access.allows(
                request.getRemoteAddr(), request.getLocalAddr(), forwarded, request.getHeader("Authorization"));
    }
}
