package org.speakdraw.app.platform;

import jakarta.servlet.http.HttpServletRequest;

/** What a request shows of whether it comes from who runs the server. */
public final class OperatorCredentials {

    /** Attribute of a request of somebody whose account is an administrator's. */
    private static final String ADMITTED = OperatorCredentials.class.getName();

    private OperatorCredentials() {}

    /** Has the request come from an administrator, whatever else it shows. */
    public static void admit(HttpServletRequest request) {
        request.setAttribute(ADMITTED, true);
    }

    /** Whether a request is an administrator's: by an account, or since {@code access} allows it. */
    public static boolean areAdministrators(AdministratorAccess access, HttpServletRequest request) {
        return request.getAttribute(ADMITTED) != null || suffice(access, request);
    }

    /** Whether {@code access} allows the request. */
    public static boolean suffice(OperatorAccess access, HttpServletRequest request) {
        return access.allows(
                request.getRemoteAddr(),
                request.getLocalAddr(),
                isForwarded(request),
                request.getHeader("Authorization"));
    }

    /**
     * Lets nobody but an administrator pass.
     *
     * @throws RequestException {@code administrator-needed}
     */
    public static void requireAdministrator(AdministratorAccess access, HttpServletRequest request) {
        if (!areAdministrators(access, request)) {
            throw new RequestException(
                    ApiError.ADMINISTRATOR_NEEDED,
                    "Only administrators' accounts, this machine and whoever has the administrator's token may do this.");
        }
    }

    /** Whether a request has a header of a proxy, so that its peer is not who sent it. */
    public static boolean isForwarded(HttpServletRequest request) {
        return request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
    }
}
