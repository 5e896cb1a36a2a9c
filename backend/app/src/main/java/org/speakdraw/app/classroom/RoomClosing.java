package org.speakdraw.app.classroom;

import org.speakdraw.app.platform.ApiError;

/** Why a socket of a room is closed by the server. */
enum RoomClosing {
    GONE(1000, ApiError.CLASSROOM_UNKNOWN, "The classroom is over."),
    SHUTDOWN(1001, ApiError.SERVER_STOPPING, "The server is going down."),
    MOVED(1012, ApiError.SERVER_STOPPING, "The lesson goes on on another server."),
    IDLE(4000, ApiError.IDLE, "Nothing was heard from you."),
    TOO_LARGE(1009, ApiError.MESSAGE_TOO_LARGE, "The message was too large."),
    TICKET(4401, ApiError.NOT_IN_THE_CLASSROOM, "The ticket has been used, or it is too old."),
    FOREIGN_ORIGIN(4403, ApiError.ORIGIN_REFUSED, "Sockets are only for pages of this server."),
    TAKEN_OUT(4410, ApiError.NOT_IN_THE_CLASSROOM, "You are not in this classroom any more."),
    FULL(4429, ApiError.SERVER_FULL, "This classroom is open in too many places.");

    private final int code;
    private final ApiError error;
    private final String detail;

    RoomClosing(int code, ApiError error, String detail) {
        this.code = code;
        this.error = error;
        this.detail = detail;
    }

    /** Said before the socket closes. */
    RoomMessage message() {
        return new RoomMessage.Failure(error.id(), detail);
    }

    /** What went wrong, for programs. */
    ApiError error() {
        return error;
    }

    /** The WebSocket close code. */
    int code() {
        return code;
    }
}
