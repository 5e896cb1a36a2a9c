package org.speakdraw.app.stream.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.stream.events.Notice;

/** The notice that holds for everybody now: told to all sessions when it changes, and to newcomers. Thread-safe. */
@Singleton
public class NoticeBoard {

    private final LiveSessions sessions;
    private volatile @Nullable Notice standing;

    @Inject
    public NoticeBoard(LiveSessions sessions) {
        this.sessions = sessions;
    }

    /** Something holds from now on, until {@link #clear}. */
    public void raise(Notice notice) {
        standing = notice;
        tellAll(notice);
    }

    /** It no longer holds, which {@code notice} says. */
    public void clear(Notice notice) {
        standing = null;
        tellAll(notice);
    }

    /** What a newcomer should know. */
    public Optional<Notice> standing() {
        return Optional.ofNullable(standing);
    }

    private void tellAll(Notice notice) {
        sessions.all().forEach(session -> session.peer().notice(notice));
    }
}
