package org.speakdraw.app.recording;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.session.LiveSessions;

/** Records sessions that come from another server as they were recorded there. */
@Singleton
public class MovedRecordings {

    private static final System.Logger LOG = System.getLogger(MovedRecordings.class.getName());

    private final LiveSessions sessions;
    private final Recorder recorder;
    private final RecordingStore store;
    private final ManagedExecutorService executor;

    @Inject
    MovedRecordings(LiveSessions sessions, Recorder recorder, RecordingStore store, ManagedExecutorService executor) {
        this.sessions = sessions;
        this.recorder = recorder;
        this.store = store;
        this.executor = executor;
    }

    void happened(@Observes SessionEvent event) {
        if (event instanceof SessionEvent.Came came) {
            try {
                executor.execute(() -> goOn(came.session()));
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.WARNING, "A recording does not go on: {0}", e.getMessage());
            }
        }
    }

    private void goOn(UUID id) {
        try {
            store.going(id)
                    .filter(going -> !recorder.isRecording(id))
                    .ifPresent(going -> sessions.find(id)
                            .ifPresent(session -> recorder.start(session, going.rate(), going.input())));
        } catch (Throwable e) {
            // The session itself goes on, and its page shows that it is not recorded.
            LOG.log(System.Logger.Level.WARNING, "A recording does not go on", e);
        }
    }
}
