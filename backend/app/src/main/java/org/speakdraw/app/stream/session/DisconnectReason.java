package org.speakdraw.app.stream.session;

import org.speakdraw.app.platform.ApiError;

/** Why a connection is closed by the server. */
public enum DisconnectReason {
    DELETED(1000, ApiError.SESSION_UNKNOWN, "The session was ended."),
    SHUTDOWN(1001, ApiError.SERVER_STOPPING, "The server is going down."),
    MOVED(1012, ApiError.SERVER_STOPPING, "The session goes on on another server."),
    IDLE(4000, ApiError.IDLE, "Nothing was heard from you."),
    UNUSED(4001, ApiError.UNUSED, "No picture came from you for too long, so your place is free for others."),
    UNKNOWN(4401, ApiError.SESSION_UNKNOWN, "There is no such session, or the token is wrong."),
    FOREIGN_ORIGIN(4403, ApiError.ORIGIN_REFUSED, "Sockets are only for pages of this server."),
    TAKEN_OVER(4408, ApiError.SESSION_TAKEN_OVER, "The session was opened in another place."),
    BUSY(4409, ApiError.SESSION_BUSY, "The session is already open in another place.");

    private final int code;
    private final ApiError reason;
    private final String detail;

    DisconnectReason(int code, ApiError reason, String detail) {
        this.code = code;
        this.reason = reason;
        this.detail = detail;
    }

    /** The WebSocket close code. */
    public int code() {
        return code;
    }

    /** What went wrong, for programs. */
    public ApiError reason() {
        return reason;
    }

    /** One sentence for a person. */
    public String detail() {
        return detail;
    }
}
