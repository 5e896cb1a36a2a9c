package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;
import org.speakdraw.inference.Frame;

/** Sessions that keep their settings and remember whether they are held. */
final class FakeSteering implements SteeredSessions {

    final Map<UUID, FakeSession> sessions = new HashMap<>();
    final Set<UUID> held = new HashSet<>();
    final Set<UUID> favoured = new HashSet<>();
    final Map<UUID, SettingLocks> locks = new HashMap<>();

    FakeSession open(UUID participant) {
        FakeSession session = new FakeSession();
        sessions.put(participant, session);
        return session;
    }

    @Override
    public Map<UUID, SteeredSession> current(Collection<UUID> participants) {
        Map<UUID, SteeredSession> found = new HashMap<>(sessions);
        found.keySet().retainAll(participants);
        return found;
    }

    @Override
    public void hold(Collection<UUID> among, Collection<UUID> wanted) {
        held.removeAll(among);
        held.addAll(wanted);
    }

    @Override
    public void favour(Collection<UUID> among, Collection<UUID> wanted) {
        favoured.removeAll(among);
        favoured.addAll(wanted);
    }

    @Override
    public void lock(Collection<UUID> participants, SettingLocks newer) {
        participants.forEach(participant -> locks.put(participant, newer));
    }

    static final class FakeSession implements SteeredSession {
        final ObjectNode settings = JsonNodeFactory.instance
                .objectNode()
                .put("prompt", "a fox")
                .put("mode", "full")
                .put("input", "image")
                .put("seed", 42L)
                .put("strength", 0.5);
        final List<Prompt.Source> sources = new ArrayList<>();
        byte[] picture = {};
        byte[] input = {};
        Optional<Concern> concern = Optional.empty();
        /** Called while a picture is looked at. */
        Predicate<Frame> refused = frame -> false;

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public OptionalInt queuePlace() {
            return OptionalInt.empty();
        }

        @Override
        public Optional<Concern> concern() {
            return concern;
        }

        @Override
        public double fps() {
            return 9.5;
        }

        @Override
        public ObjectNode settings() {
            return settings.deepCopy();
        }

        @Override
        public Optional<byte[]> picture() {
            return Optional.of(picture).filter(jpeg -> jpeg.length > 0);
        }

        @Override
        public boolean refuses(Frame shown) {
            return refused.test(shown);
        }

        @Override
        public Optional<byte[]> input() {
            return Optional.of(input).filter(jpeg -> jpeg.length > 0);
        }

        @Override
        public ObjectNode change(ObjectNode changes, Prompt.Source source) {
            if (changes.has("nonsense")) {
                throw new RequestException(ApiError.SETTINGS_INVALID, "there is no such setting");
            }
            ObjectNode former = JsonNodeFactory.instance.objectNode();
            changes.properties().stream()
                    .filter(entry -> !entry.getValue().equals(settings.get(entry.getKey())))
                    .forEach(entry -> former.set(entry.getKey(), settings.get(entry.getKey())));
            changes.properties().forEach(entry -> settings.set(entry.getKey(), kept(entry)));
            sources.add(source);
            return former;
        }

        /** As the schema writes it, whatever kind of number came. */
        private JsonNode kept(Map.Entry<String, JsonNode> change) {
            JsonNode before = settings.path(change.getKey());
            if (before.isDouble()) {
                return DoubleNode.valueOf(change.getValue().asDouble());
            }
            return before.isLong() ? LongNode.valueOf(change.getValue().asLong()) : change.getValue();
        }
    }
}
