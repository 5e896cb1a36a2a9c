package org.speakdraw.app.stream.steering;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.app.settings.Input;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.inference.Frame;

/** Steers the sessions of this server. */
@Singleton
public class LiveSteering implements SteeredSessions {

    /** The one whose client is there, of several the one that was opened last. */
    private static final Comparator<LiveSession> CURRENT =
            Comparator.comparing(LiveSession::connected).thenComparingLong(LiveSession::openedNanos);

    /** Plainly more, and in a class of thirty not felt by the others. */
    private static final int FAVOURED_SHARES = 4;

    private final LiveSessions sessions;
    private final SettingsSchema schema;
    private final InstantSource clock;

    @Inject
    public LiveSteering(LiveSessions sessions, SettingsSchema schema, InstantSource clock) {
        this.sessions = sessions;
        this.schema = schema;
        this.clock = clock;
    }

    @Override
    public Map<UUID, SteeredSession> current(Collection<UUID> participants) {
        Map<UUID, SteeredSession> steered = new HashMap<>();
        current(sessions.all(), participants).forEach((owner, session) -> steered.put(owner, new Steered(session)));
        return steered;
    }

    /** Of {@code all} the session in which each of {@code participants} sits: a repainting is none. */
    static Map<UUID, LiveSession> current(Collection<LiveSession> all, Collection<UUID> participants) {
        Map<UUID, LiveSession> found = new HashMap<>();
        for (LiveSession session : all) {
            session.origin()
                    .participant()
                    .filter(owner -> participants.contains(owner) && !session.ofProgram())
                    .ifPresent(owner -> found.merge(owner, session, LiveSteering::later));
        }
        return found;
    }

    private static LiveSession later(LiveSession one, LiveSession other) {
        return CURRENT.compare(one, other) >= 0 ? one : other;
    }

    @Override
    public void hold(Collection<UUID> among, Collection<UUID> held) {
        each(among, (owner, session) -> {
            sessions.joinClass(session);
            session.hold(held.contains(owner));
        });
    }

    @Override
    public void favour(Collection<UUID> among, Collection<UUID> favoured) {
        each(among, (owner, session) -> session.weigh(favoured.contains(owner) ? FAVOURED_SHARES : 1));
    }

    private void each(Collection<UUID> among, BiConsumer<UUID, LiveSession> work) {
        for (LiveSession session : sessions.all()) {
            session.origin().participant().filter(among::contains).ifPresent(owner -> work.accept(owner, session));
        }
    }

    @Override
    public void lock(Collection<UUID> participants, SettingLocks locks) {
        sessions.lock(participants, locks);
    }

    private final class Steered implements SteeredSession {

        private final LiveSession session;

        Steered(LiveSession session) {
            this.session = session;
        }

        @Override
        public boolean connected() {
            return session.connected();
        }

        @Override
        public OptionalInt queuePlace() {
            return session.waiting().stream().mapToInt(QueuePlace::position).findFirst();
        }

        @Override
        public Optional<Concern> concern() {
            return session.concern();
        }

        @Override
        public double fps() {
            return session.stats().fps();
        }

        @Override
        public ObjectNode settings() {
            return schema.toJson(session.settings());
        }

        @Override
        public Optional<byte[]> picture() {
            return session.output().latest().map(OutputFrame::jpeg);
        }

        @Override
        public boolean refuses(Frame picture) {
            return session.refuses(picture);
        }

        @Override
        public Optional<byte[]> input() {
            if (session.concern().filter(Concern.PICTURE::equals).isPresent()) {
                // Covered as well: a sharp one from before must not stay where it is shown.
                return picture();
            }
            return session.settings().input() == Input.NONE ? Optional.empty() : session.input();
        }

        @Override
        public ObjectNode change(ObjectNode changes, Prompt.Source source) {
            Prompt prompt = new Prompt(changes.path("prompt").asText(""), source, Optional.empty());
            AtomicReference<ObjectNode> former = new AtomicReference<>(changes);
            session.whileUnchanged(earlier -> {
                // What students take back is their own choice, so it has to stay within the locks.
                StreamSettings later = source == Prompt.Source.TEACHER
                        ? sessions.change(session, changes, prompt, clock.instant())
                        : sessions.change(session, changes);
                former.set(schema.difference(later, earlier));
            });
            return Objects.requireNonNull(former.get());
        }
    }
}
