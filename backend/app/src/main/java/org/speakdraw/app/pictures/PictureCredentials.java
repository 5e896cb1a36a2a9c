package org.speakdraw.app.pictures;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.OperatorCredentials;
import org.speakdraw.app.platform.RequestException;

/** What a request shows to be let in. */
final class PictureCredentials {

    private PictureCredentials() {}

    /**
     * Lets {@code request} in.
     *
     * @throws RequestException {@code not-found}, {@code key-refused}; audited
     */
    static void require(PictureAccess access, HttpServletRequest request) {
        boolean forwarded = OperatorCredentials.isForwarded(request);
        String address = request.getRemoteAddr();
        try {
            access.require(address, request.getLocalAddr(), forwarded, request.getHeader("Authorization"));
        } catch (RequestException e) {
            AuditLog.refused(Optional.empty(), AuditLog.Subject.PICTURE, e.code(), address);
            throw e;
        }
    }
}
