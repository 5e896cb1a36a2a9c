package org.speakdraw.app.stream.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.speakdraw.app.cluster.Membership;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;
import org.speakdraw.app.platform.ServerEnd;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.settings.AvailableModes;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.painting.Admissions;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.painting.Models;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** All live sessions: opens, finds, changes and ends them, and tells the observers. Thread-safe. */
@Singleton
public class LiveSessions {

    private static final System.Logger LOG = System.getLogger(LiveSessions.class.getName());

    /** Shared by those who open a session; alone for the server's end, so that none begins after it. */
    private final ReadWriteLock door = new ReentrantReadWriteLock();

    private boolean stopping;
    private final SessionPlaces places;
    private final SecureRandom random = new SecureRandom();
    private final SessionFactory factory;
    private final SettingsSchema schema;
    private final AvailableModes modes;
    private final SessionQuotas quotas;
    private final ParticipantLocks locks;
    private final Admissions admissions;
    private final Models models;
    private final Membership membership;
    private final WordFilter words;
    private final Event<SessionEvent> events;
    private final Clock clock;

    @Inject
    public LiveSessions(
            SessionFactory factory,
            SettingsSchema schema,
            AvailableModes modes,
            SessionQuotas quotas,
            ParticipantLocks locks,
            Admissions admissions,
            Models models,
            Membership membership,
            WordFilter words,
            Event<SessionEvent> events,
            Clock clock) {
        this.factory = factory;
        this.schema = schema;
        this.modes = modes;
        this.places = new SessionPlaces(quotas);
        this.quotas = quotas;
        this.locks = locks;
        this.admissions = admissions;
        this.models = models;
        this.membership = membership;
        this.words = words;
        this.events = events;
        this.clock = clock;
    }

    /** A session and the token that opens it, which is kept nowhere. */
    public record Opened(LiveSession session, String token) {}

    /**
     * Opens a session that belongs to whoever holds the token.
     *
     * @param origin  who opens it
     * @param changes settings that differ from the defaults
     * @throws org.speakdraw.inference.SpeakDrawException {@code server-full}, {@code server-stopping},
     *     {@code too-many-sessions}, {@code too-many-requests}, {@code engine-starting}, {@code settings-invalid},
     *     {@code mode-unavailable}
     */
    public Opened open(SessionOrigin origin, ObjectNode changes) {
        return open(origin, changes, models::own);
    }

    /**
     * The same, painted with {@code bundle}: unless it is the one that the server runs, it is loaded for this session,
     * which takes seconds.
     *
     * @throws org.speakdraw.inference.SpeakDrawException as above, and {@code bundle-invalid}; {@code server-full} also
     *     when another such session is open
     */
    public Opened open(SessionOrigin origin, ObjectNode changes, DiffusionBundle bundle) {
        return open(origin, changes, () -> models.of(bundle));
    }

    private Opened open(SessionOrigin origin, ObjectNode changes, Supplier<Model> model) {
        String token = Secret.draw(random);
        return new Opened(open(membership.newSessionId(), SessionAccess.byToken(token), origin, changes, model), token);
    }

    /**
     * Opens a session of the classic protocol, whose client made up the id; the same errors, and {@code session-busy} for an
     * id that a server gave to somebody: what is done under it would be written down as that one's.
     */
    public LiveSession openClassic(UUID id, String address) {
        if (Membership.madeByServer(id)) {
            throw new RequestException(
                    ApiError.SESSION_BUSY, "This id belongs to somebody's session. Make up another one.");
        }
        return open(
                id,
                SessionAccess.byId(),
                SessionOrigin.ofAddress(address),
                JsonNodeFactory.instance.objectNode(),
                models::own);
    }

    private LiveSession open(
            UUID id, SessionAccess access, SessionOrigin origin, ObjectNode changes, Supplier<Model> chosen) {
        quotas.opening(origin);
        return admit(id, access, origin, changes, chosen, this::tellOfStart);
    }

    /**
     * Goes on with a session that was on another server; that it began was told there. Its client comes by itself.
     *
     * @param settings all of them
     * @throws org.speakdraw.inference.SpeakDrawException {@code server-full}, {@code server-stopping}, {@code session-busy},
     *     {@code too-many-sessions}, {@code engine-starting}, {@code settings-invalid}, {@code mode-unavailable}
     */
    public LiveSession adopt(UUID id, SessionAccess access, SessionOrigin origin, ObjectNode settings) {
        return admit(
                id,
                access,
                origin,
                settings,
                models::own,
                (session, model) -> events.fire(new SessionEvent.Came(id, clock.instant())));
    }

    private LiveSession admit(
            UUID id,
            SessionAccess access,
            SessionOrigin origin,
            ObjectNode changes,
            Supplier<Model> chosen,
            BiConsumer<LiveSession, Model> told) {
        StreamSettings settings = fitting(origin, changes);
        modes.require(settings.mode());
        Model model = chosen.get();
        Lock shared = door.readLock();
        shared.lock();
        try {
            LiveSession session = place(id, access, origin, model, settings);
            AuditLog.done(origin.participant(), Action.OPENED, Subject.SESSION, id);
            admissions.enter(session.candidate());
            told.accept(session, model);
            bringIn(session);
            return session;
        } finally {
            shared.unlock();
        }
    }

    /** Without a prompt that is not for school, which a page may still have from before. */
    private StreamSettings fitting(SessionOrigin origin, ObjectNode changes) {
        StreamSettings settings = schema.apply(schema.defaults(), changes);
        return words.refusesPrompt(settings.prompt(), origin.classroom().isPresent())
                ? schema.apply(schema.defaults(), changes.deepCopy().without("prompt"))
                : settings;
    }

    private LiveSession place(
            UUID id, SessionAccess access, SessionOrigin origin, Model model, StreamSettings settings) {
        try {
            if (stopping) {
                throw new RequestException(ApiError.SERVER_STOPPING, "The server is going down.");
            }
            LiveSession session = factory.create(id, access, origin, model, settings);
            try {
                places.take(session).ifPresent(leaver -> end(leaver, DisconnectReason.UNUSED));
            } catch (RuntimeException full) {
                // It never began, so nobody will end it: the watch must not go on looking for its pictures.
                session.safety().guard().close();
                throw full;
            }
            return session;
        } catch (RuntimeException e) {
            model.release();
            throw e;
        }
    }

    private void tellOfStart(LiveSession session, Model model) {
        UUID id = session.id();
        StreamSettings settings = session.settings();
        events.fire(new SessionEvent.Started(
                id,
                clock.instant(),
                session.origin().participant(),
                model.bundle().id(),
                schema.toJson(settings)));
        tell(id, clock.instant(), Prompt.typed(settings.prompt()), settings);
    }

    public Optional<LiveSession> find(UUID id) {
        return places.find(id);
    }

    /**
     * The session, when the caller may control it.
     *
     * @throws RequestException {@code token-missing}, or {@code session-unknown} when it is wrong or there is no such
     *     session, so that nobody learns which
     */
    public LiveSession require(UUID id, Credentials credentials) {
        Optional<LiveSession> owned =
                find(id).filter(session -> session.access().ownedBy(credentials));
        if (owned.isPresent()) {
            return owned.get();
        }
        throw credentials.token().isPresent()
                ? new RequestException(ApiError.SESSION_UNKNOWN, "There is no such session, or the token is wrong.")
                : new RequestException(ApiError.TOKEN_MISSING, "The session's token is needed.");
    }

    /**
     * A session of the classic protocol.
     *
     * @param id      as its client made it up; empty: the only one of {@code address} is meant
     * @throws RequestException {@code session-unknown} when there is none, or more than one
     */
    public LiveSession requireClassic(Optional<String> id, String address) {
        Credentials none = new Credentials(Optional.empty(), Optional.empty());
        if (id.isPresent()) {
            return find(SessionIds.parse(id.get()))
                    .filter(session -> session.access().ownedBy(none))
                    .orElseThrow(() -> new RequestException(ApiError.SESSION_UNKNOWN, "There is no such session."));
        }
        String network = SessionOrigin.ofAddress(address).address();
        List<LiveSession> own = all().stream()
                .filter(session -> session.access().ownedBy(none))
                .filter(session -> session.origin().address().equals(network))
                .toList();
        if (own.size() == 1) {
            return own.get(0);
        }
        throw new RequestException(
                ApiError.SESSION_UNKNOWN,
                own.isEmpty()
                        ? "There is no session of your address."
                        : "There are several sessions of your address; name one as uuid.");
    }

    /** All of them. */
    public Collection<LiveSession> all() {
        return places.all();
    }

    /** How many there are. */
    public int count() {
        return places.taken();
    }

    /**
     * Changes some settings of a session as its client wishes.
     *
     * @return all settings now in force
     * @throws org.speakdraw.inference.SpeakDrawException {@code settings-invalid}, {@code mode-unavailable},
     *     {@code setting-locked}, {@code prompt-refused}; nothing is changed then
     */
    public StreamSettings change(LiveSession session, ObjectNode changes) {
        return change(
                session,
                before -> allowed(session, before, changes),
                Prompt.typed(changes.path("prompt").asText("")),
                clock.instant());
    }

    /** Changes the prompt of a session as its client wishes; the same errors. */
    public void change(LiveSession session, Prompt prompt) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode().put("prompt", prompt.text());
        change(session, before -> allowed(session, before, changes), prompt, clock.instant());
    }

    /**
     * Changes some settings, the prompt perhaps among them, whatever is locked for the client, as of a time that need not
     * be now; the same errors but for {@code setting-locked}.
     *
     * @param prompt what {@code changes} has, and where it came from
     */
    public StreamSettings change(LiveSession session, ObjectNode changes, Prompt prompt, Instant time) {
        return change(session, before -> applied(before, changes), prompt, time);
    }

    private StreamSettings change(
            LiveSession session, UnaryOperator<StreamSettings> change, Prompt prompt, Instant time) {
        return session.change(
                before -> fit(session, before, change.apply(before), prompt.source()),
                (before, after) -> tell(session.id(), time, schema.difference(before, after), prompt, after));
    }

    /**
     * Changes some settings for a look, as while somebody points at a preset or is still typing: they are painted, and
     * neither history nor recording hears of it. The same errors.
     */
    public void tryOut(LiveSession session, ObjectNode changes) {
        // What is half typed may become harmless: nobody is told, and nothing is painted of it.
        session.tryOut(before -> {
            StreamSettings after = allowed(session, before, changes);
            return refused(session, before, after) ? before : after;
        });
    }

    /** The session's owner is in a classroom: from now on its filters work, also on the prompt that is in force. */
    public void joinClass(LiveSession session) {
        if (!session.safety().joinClass()) {
            return;
        }
        // What is only tried out would hide it.
        session.endTrial();
        if (words.refusesPrompt(session.settings().prompt(), true)) {
            change(
                    session,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("prompt", schema.defaults().prompt()),
                    Prompt.typed(schema.defaults().prompt()),
                    clock.instant());
        }
    }

    /** What stands may stay, even where it lies outside the locks: the teacher has put it there. */
    private StreamSettings allowed(LiveSession session, StreamSettings before, ObjectNode changes) {
        StreamSettings after = applied(before, changes);
        session.locks().require(schema.difference(before, after));
        return after;
    }

    /**
     * Narrows what the clients of some participants may choose, in whichever session, from now on. What lies outside is
     * brought in, and what former locks had changed comes back, but for what was changed since.
     */
    public void lock(Collection<UUID> participants, SettingLocks newer) {
        participants.forEach(participant -> locks.put(participant, newer));
        for (LiveSession session : all()) {
            session.origin().participant().filter(participants::contains).ifPresent(owner -> bringIn(session));
        }
    }

    private void bringIn(LiveSession session) {
        try {
            session.lock(locks.of(session.origin()), schema::toJson, changes -> {
                String text = changes.path("prompt").asText("");
                Prompt prompt = new Prompt(text, Prompt.Source.TEACHER, Optional.empty());
                change(session, changes, prompt, clock.instant());
            });
        } catch (SpeakDrawException e) {
            // Values that do not go together with the session's others: the client can choose only what is allowed.
            LOG.log(System.Logger.Level.DEBUG, "A session could not be brought in", e);
        }
    }

    private StreamSettings applied(StreamSettings before, ObjectNode changes) {
        StreamSettings after = schema.apply(before, changes);
        modes.require(after.mode());
        return after;
    }

    private boolean refused(LiveSession session, StreamSettings before, StreamSettings after) {
        return !after.prompt().equals(before.prompt())
                && words.refusesPrompt(after.prompt(), session.safety().inClass());
    }

    private StreamSettings fit(LiveSession session, StreamSettings before, StreamSettings after, Prompt.Source source) {
        if (refused(session, before, after)) {
            if (source != Prompt.Source.TEACHER) {
                session.safety().promptRefused();
            }
            String detail =
                    "These words are not for school, so your last prompt stays. In a class the teacher sees that this"
                            + " happened, but not the words.";
            throw new RequestException(ApiError.PROMPT_REFUSED, detail, List.of(new PropertyError("prompt", detail)));
        }
        return after;
    }

    private void tell(UUID id, Instant time, ObjectNode difference, Prompt prompt, StreamSettings after) {
        events.fire(new SessionEvent.SettingsChanged(id, time, difference));
        if (difference.has("prompt")) {
            tell(id, time, prompt, after);
        } else if (difference.has("negative_prompt")) {
            tell(id, time, Prompt.typed(after.prompt()), after);
        }
    }

    private void tell(UUID id, Instant time, Prompt prompt, StreamSettings now) {
        StreamSettings first = schema.defaults();
        Prompt given = prompt.orOfModel(
                prompt.text().equals(first.prompt()) && now.negativePrompt().equals(first.negativePrompt()));
        events.fire(new SessionEvent.PromptChanged(id, time, given, now.negativePrompt()));
    }

    /** A new view-only key of the session, in place of the one before; viewers that came by that one are let go. */
    public String share(LiveSession session) {
        String key = Secret.draw(random);
        session.access().share(Optional.of(key));
        session.output().closeRefused();
        events.fire(new SessionEvent.Shared(session.id(), clock.instant()));
        return key;
    }

    /** Takes the view-only key back and lets the viewers that came by it go. */
    public void unshare(LiveSession session) {
        session.access().share(Optional.empty());
        session.output().closeRefused();
        events.fire(new SessionEvent.Shared(session.id(), clock.instant()));
    }

    /** Ends a session. */
    public void end(LiveSession session, DisconnectReason reason) {
        places.leave(session);
        if (session.end(reason)) {
            admissions.leave(session.candidate());
            String why = reason.name().toLowerCase(Locale.ROOT);
            AuditLog.done(
                    session.origin().participant(), Action.ENDED, Subject.SESSION, session.id() + " (" + why + ")");
            events.fire(new SessionEvent.Ended(
                    session.id(), clock.instant(), why, session.framesIn(), session.framesOut()));
        }
    }

    /**
     * A session goes on on another server: its client is sent away, and comes back to that one by itself.
     *
     * @return who was there
     */
    public SessionPeer leave(LiveSession session) {
        SessionPeer client = session.peer();
        places.leave(session);
        if (session.end(DisconnectReason.MOVED)) {
            admissions.leave(session.candidate());
            AuditLog.done(session.origin().participant(), Action.ENDED, Subject.SESSION, session.id() + " (moved)");
            events.fire(new SessionEvent.Left(session.id(), clock.instant()));
        }
        return client;
    }

    /** The server's end: none begins any more, and all end, of which the observers can still keep what they are told. */
    void endAll(@Observes @Priority(ServerEnd.SESSIONS) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        Lock alone = door.writeLock();
        alone.lock();
        try {
            stopping = true;
        } finally {
            alone.unlock();
        }
        for (LiveSession session : all()) {
            try {
                end(session, DisconnectReason.SHUTDOWN);
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "A session could not be ended", e);
            }
        }
    }
}
