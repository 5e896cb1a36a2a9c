package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.classroom.RoomMessage.Card;
import org.speakdraw.app.classroom.RoomMessage.You;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.stream.steering.SteeredSession;

/** A student in the lesson. Guarded by the room. */
final class Student {

    private final UUID id;
    private final int seat;
    private String name;
    private boolean blackedOut;
    private @Nullable Instant handRaised;
    private @Nullable Pushed pushed;

    /** What came into force with the last push, and what it replaced. */
    private record Pushed(ObjectNode values, ObjectNode former) {}

    Student(UUID id, int seat, String name) {
        this.id = id;
        this.seat = seat;
        this.name = name;
    }

    UUID id() {
        return id;
    }

    int seat() {
        return seat;
    }

    String name() {
        return name;
    }

    /** False when that is the name already. */
    boolean rename(String newer) {
        boolean changed = !newer.equals(name);
        name = newer;
        return changed;
    }

    boolean blackedOut() {
        return blackedOut;
    }

    void blackOut(boolean on) {
        blackedOut = on;
    }

    /** A hand that is up keeps its time. */
    void raiseHand(boolean up, Instant now) {
        if (!up) {
            handRaised = null;
        } else if (handRaised == null) {
            handRaised = now;
        }
    }

    /**
     * Changes the student's settings in the teacher's name.
     *
     * @throws org.speakdraw.inference.SpeakDrawException as {@link SteeredSession#change}
     */
    void push(SteeredSession session, ObjectNode values) {
        ObjectNode former = session.change(values, Prompt.Source.TEACHER);
        ObjectNode made = session.settings();
        // As the session writes it: to JSON nodes, the teacher's 1 is not the 1.0 that comes of it.
        made.retain(former.properties().stream().map(Map.Entry::getKey).toList());
        pushed = former.isEmpty() ? null : new Pushed(made, former);
    }

    /** Takes back what was pushed last, but for what the student has changed since. */
    void undo(SteeredSession session) {
        Pushed last = pushed;
        if (last == null) {
            return;
        }
        pushed = null;
        ObjectNode now = session.settings();
        ObjectNode back = JsonNodeFactory.instance.objectNode();
        last.former.properties().stream()
                .filter(entry -> now.path(entry.getKey()).equals(last.values.path(entry.getKey())))
                .forEach(entry -> back.set(entry.getKey(), entry.getValue()));
        session.change(back, Prompt.Source.TYPED);
    }

    /** What the student is told. */
    You you(boolean watched, boolean spotlit) {
        return new You(handRaised != null, watched, blackedOut, spotlit, pushed != null);
    }

    /** What the teacher is told. */
    Card card(Optional<SteeredSession> session, boolean present, boolean watched, Instant now) {
        OptionalInt place = session.map(SteeredSession::queuePlace).orElse(OptionalInt.empty());
        double fps = session.map(SteeredSession::fps).orElse(0.0);
        Optional<ObjectNode> settings = session.map(SteeredSession::settings);
        Instant raised = handRaised;
        return new Card(
                id,
                seat,
                name,
                present,
                state(session, place, fps),
                place,
                fps,
                text(settings, "prompt"),
                text(settings, "mode"),
                text(settings, "input"),
                session.flatMap(SteeredSession::concern),
                raised == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Duration.between(raised, now).toSeconds()),
                blackedOut,
                watched);
    }

    private static String state(Optional<SteeredSession> session, OptionalInt place, double fps) {
        if (session.filter(SteeredSession::connected).isEmpty()) {
            return "away";
        }
        if (place.isPresent()) {
            return "waiting";
        }
        return fps > 0 ? "painting" : "resting";
    }

    private static String text(Optional<ObjectNode> settings, String property) {
        return settings.map(all -> all.path(property).asText("")).orElse("");
    }
}
