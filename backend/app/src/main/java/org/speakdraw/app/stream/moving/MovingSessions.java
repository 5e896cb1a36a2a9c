package org.speakdraw.app.stream.moving;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.speakdraw.app.cluster.ClusterConfig;
import org.speakdraw.app.cluster.KeptSession;
import org.speakdraw.app.cluster.NodeLoad;
import org.speakdraw.app.cluster.Residents;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.painting.Admissions;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionAccess;
import org.speakdraw.app.stream.session.SessionOrigin;
import org.speakdraw.app.stream.session.SessionPeer;
import org.speakdraw.inference.SpeakDrawException;

/**
 * The live sessions of this server, for the cluster. Those without a token stay, though any node leads to them: their
 * clients, of the classic protocol, open them anew under the same id. Thread-safe.
 */
@Singleton
public class MovingSessions implements Residents {

    private static final System.Logger LOG = System.getLogger(MovingSessions.class.getName());

    private final LiveSessions sessions;
    private final Admissions admissions;
    private final SettingsSchema schema;
    private final int places;
    private final boolean clustered;
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();
    private final Set<SessionPeer> leavers = ConcurrentHashMap.newKeySet();

    @Inject
    MovingSessions(
            LiveSessions sessions,
            Admissions admissions,
            SettingsSchema schema,
            StreamLimits limits,
            ClusterConfig config) {
        this.sessions = sessions;
        this.admissions = admissions;
        this.schema = schema;
        this.places = limits.maxSessions();
        this.clustered = config.clustered();
    }

    /** Notes what is to be kept; never waits. */
    void happened(@Observes SessionEvent event) {
        if (!clustered || event instanceof SessionEvent.Left) {
            return;
        }
        if (event instanceof SessionEvent.Ended) {
            ended.add(event.session());
        } else {
            changed.add(event.session());
        }
    }

    @Override
    public boolean has(UUID session) {
        return sessions.find(session).isPresent();
    }

    @Override
    public Collection<UUID> all() {
        return sessions.all().stream().map(LiveSession::id).toList();
    }

    @Override
    public NodeLoad load() {
        return new NodeLoad(admissions.workPerSecond(), admissions.frameCosts(), places - sessions.count());
    }

    @Override
    public List<KeptSession> takeChanged() {
        List<KeptSession> kept = new ArrayList<>();
        for (UUID id : List.copyOf(changed)) {
            changed.remove(id);
            sessions.find(id).map(this::kept).ifPresent(kept::add);
        }
        return kept;
    }

    private KeptSession kept(LiveSession session) {
        SessionOrigin origin = session.origin();
        return new KeptSession(
                session.id(),
                origin.participant(),
                origin.classroom(),
                origin.address(),
                session.access().tokenDigest(),
                session.access().viewDigest(),
                schema.toJson(session.settings()));
    }

    @Override
    public void changed(Collection<UUID> again) {
        changed.addAll(again);
    }

    @Override
    public List<UUID> ended() {
        return List.copyOf(ended);
    }

    @Override
    public void forgotten(Collection<UUID> sessions) {
        ended.removeAll(Set.copyOf(sessions));
    }

    @Override
    public void adopt(KeptSession session) {
        if (ended.contains(session.id()) || session.tokenDigest().isEmpty()) {
            // Its row is about to be deleted, or its client opens it anew.
            return;
        }
        try {
            SessionAccess access = SessionAccess.byDigest(session.tokenDigest().get(), session.viewDigest());
            SessionOrigin origin = new SessionOrigin(session.address(), session.participant(), session.classroom());
            sessions.adopt(session.id(), access, origin, session.settings());
        } catch (SpeakDrawException e) {
            if (!has(session.id())) {
                LOG.log(System.Logger.Level.WARNING, "A session could not be taken over: {0}", e.getMessage());
                throw forNow(e);
            }
        }
    }

    /** Its client comes again, as long as the directory has the session. */
    private static RequestException forNow(SpeakDrawException reason) {
        ApiError code = Problem.of(reason).code();
        return new RequestException(
                code.status() == ApiError.SERVER_FULL.status() ? code : ApiError.SERVER_FULL,
                "The session cannot go on here at the moment.",
                reason);
    }

    @Override
    public void release(UUID session) {
        leavers.removeIf(SessionPeer::gone);
        sessions.find(session).map(sessions::leave).ifPresent(leavers::add);
    }

    @Override
    public boolean allGone() {
        return leavers.stream().allMatch(SessionPeer::gone);
    }
}
