package org.speakdraw.app.recording;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;
import org.speakdraw.app.stream.wire.RequestCredentials;

/**
 * What shows that a caller owns a recording: the cookie of the browser, or the token of the session.
 *
 * @param participant known by the cookie
 * @param tokenDigest of the session's token, which may be over
 */
record RecordingCredentials(Optional<UUID> participant, Optional<byte[]> tokenDigest) {

    /**
     * What {@code request} shows.
     *
     * @throws RequestException {@code token-missing} when it shows nothing
     */
    static RecordingCredentials of(HttpServletRequest request) {
        RecordingCredentials shown = new RecordingCredentials(
                VisitorCredentials.participantOf(request),
                RequestCredentials.of(request)
                        .token()
                        .map(token -> Secret.of(token).digest()));
        if (shown.participant.isEmpty() && shown.tokenDigest.isEmpty()) {
            throw new RequestException(ApiError.TOKEN_MISSING, "Only its owner may see a recording.");
        }
        return shown;
    }

    /** Who is bounded by what they may do at a time: the participant, or whoever has the token of {@code session}. */
    Object owner(UUID session) {
        return participant.isPresent() ? participant.get() : session;
    }

    @Override
    public String toString() {
        return "RecordingCredentials[...]";
    }
}
