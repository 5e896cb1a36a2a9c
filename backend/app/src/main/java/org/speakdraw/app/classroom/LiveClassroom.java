package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.classroom.ClassroomStore.Member;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.steering.SteeredSession;
import org.speakdraw.app.stream.steering.SteeredSessions;
import org.speakdraw.inference.SpeakDrawException;

/**
 * A lesson that is on: its students, how it stands, and the pages that show it. Commands change how it stands; what stands
 * is brought about at once, and again with every tick, so that a student who comes back in another tab finds the same. No
 * method waits for the network or the database. Thread-safe.
 */
final class LiveClassroom {

    /** A large class and its guests. */
    static final int MAX_STUDENTS = 60;

    /** Without a teacher's page: long enough for a reload or a lost network, too short for a class to be forgotten. */
    static final Duration RELEASE_AFTER = Duration.ofMinutes(2);

    /** Until somebody comes in at all: longer than a ticket is good for. */
    static final Duration EMPTY_FOR = Duration.ofMinutes(1);

    /** After which everybody is told again how the lesson stands: a page that hears nothing knows that it is cut off. */
    static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final UUID id;
    private final SteeredSessions steering;
    private final InstantSource clock;
    private final RoomPages pages = new RoomPages();
    private final Roster roster = new Roster();
    private final Wall wall;
    private Classroom classroom;
    private Lesson lesson = Lesson.BEGINNING;
    /** Null while a teacher is there. */
    private @Nullable Instant teacherLeft;

    private Instant attended;
    private Instant told;
    private boolean entered;
    /** Why it is over; null while it is on. */
    private @Nullable RoomClosing over;

    LiveClassroom(Classroom classroom, SteeredSessions steering, Thumbnails thumbnails, InstantSource clock) {
        this.id = classroom.id();
        this.classroom = classroom;
        this.steering = steering;
        this.wall = new Wall(roster, pages, steering, thumbnails);
        this.clock = clock;
        this.attended = clock.instant();
        this.told = attended;
        this.teacherLeft = attended;
    }

    UUID id() {
        return id;
    }

    /** Takes over who is in the classroom, and lets those go on and away who are not any more. */
    synchronized void refresh(Classroom now, List<Member> members) {
        Set<UUID> before = roster.ids();
        boolean moved = roster.update(members);
        boolean changed = moved || !now.equals(classroom);
        classroom = now;
        Set<UUID> teachers = members.stream()
                .filter(member -> member.role() == Role.TEACHER)
                .map(Member::id)
                .collect(Collectors.toSet());
        pages.retain(teachers, roster.ids(), now.shared());
        if (!changed) {
            return;
        }
        Set<UUID> gone = before.stream().filter(id -> roster.find(id).isEmpty()).collect(Collectors.toSet());
        steering.hold(gone, Set.of());
        hold();
        if (lesson.spotlight().filter(gone::contains).isPresent()) {
            endSpotlight();
        }
        wall.rosterChanged();
        pages.tell(RoomRole.PROJECTOR, screen());
    }

    /** Lets a page in and tells it how everything stands, or why it has to go. */
    synchronized void enter(RoomPeer peer) {
        if (over != null) {
            peer.close(over);
            return;
        }
        dropClosed();
        boolean known = peer.role() != RoomRole.STUDENT
                || peer.participant().flatMap(roster::find).isPresent();
        if (!known || !pages.add(peer)) {
            peer.close(known ? RoomClosing.FULL : RoomClosing.TAKEN_OUT);
            return;
        }
        entered = true;
        peer.send(new RoomMessage.Welcome(peer.role(), id, classroom.name()));
        peer.send(state());
        switch (peer.role()) {
            case TEACHER -> {
                teacherLeft = null;
                wall.greet(peer);
            }
            case PROJECTOR -> {
                peer.send(screen());
                peer.look(spotlightSeat());
                wall.greet(peer);
            }
            case STUDENT -> peer.participant().flatMap(roster::find).ifPresent(this::tellYou);
        }
    }

    private void dropClosed() {
        pages.all().filter(RoomPeer::leaving).forEach(this::exit);
    }

    private void exit(RoomPeer peer) {
        if (pages.remove(peer)) {
            attended = clock.instant();
            if (peer.role() == RoomRole.TEACHER && !pages.has(RoomRole.TEACHER)) {
                teacherLeft = attended;
            }
            look(peer, OptionalInt.empty());
        }
    }

    /** Whether any page has ever come in. */
    synchronized boolean entered() {
        return entered;
    }

    /** When the last page left, or when the lesson began. */
    synchronized Instant attended() {
        return attended;
    }

    /** Whether it has been without any page for so long; for {@link #EMPTY_FOR} suffices before the first. */
    synchronized boolean unattended(Duration time) {
        return pages.isEmpty() && !clock.instant().isBefore(attended.plus(entered ? time : EMPTY_FOR));
    }

    /** The projector's address has changed. */
    synchronized void sendProjectorsAway() {
        pages.of(RoomRole.PROJECTOR).forEach(peer -> peer.close(RoomClosing.TAKEN_OUT));
    }

    /** The lesson is over: everybody goes on, and nobody is stopped by what was still to be done. */
    synchronized void close(RoomClosing closing) {
        over = closing;
        lesson = Lesson.BEGINNING;
        roster.endBlackOuts();
        steering.hold(roster.ids(), Set.of());
        pages.all().forEach(peer -> peer.close(closing));
    }

    /** Puts the task line up; an empty one takes it away. */
    synchronized void task(String text) {
        put(lesson.withTask(text));
    }

    /** Starts the clock; 0 takes it away. */
    synchronized void timer(int seconds) {
        put(lesson.withTimer(
                seconds == 0 ? Optional.empty() : Optional.of(clock.instant().plusSeconds(seconds))));
    }

    /** Stops everybody, or lets them go on. */
    synchronized void eyesHere(boolean on) {
        put(lesson.withEyesHere(on));
        hold();
    }

    /** Takes a student's picture away, or gives it back. */
    synchronized void blackOut(int seat, boolean on) {
        Student student = roster.require(seat);
        roster.blackOut(student, on);
        hold();
        if (on && lesson.spotlight().filter(student.id()::equals).isPresent()) {
            endSpotlight();
        }
        tellYou(student);
        pages.tell(RoomRole.PROJECTOR, screen());
    }

    /** Shows a student's picture on the projector, or everybody's. */
    synchronized void spotlight(OptionalInt seat) {
        if (seat.isEmpty()) {
            endSpotlight();
            return;
        }
        Student student = roster.require(seat.getAsInt());
        if (student.blackedOut()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The picture of this student is blacked out.");
        }
        spotlight(Optional.of(student));
    }

    private void endSpotlight() {
        spotlight(Optional.empty());
    }

    private void spotlight(Optional<Student> student) {
        Optional<Student> before = lesson.spotlight().flatMap(roster::find);
        put(lesson.withSpotlight(student.map(Student::id)));
        pages.of(RoomRole.PROJECTOR).forEach(peer -> peer.look(spotlightSeat()));
        before.ifPresent(this::tellYou);
        student.ifPresent(this::tellYou);
    }

    /** Whether the projector names whose picture is which. */
    synchronized void names(boolean shown) {
        put(lesson.withNames(shown));
        pages.tell(RoomRole.PROJECTOR, screen());
    }

    /** A teacher's page shows a student's picture large, or none; students are told when that begins and ends. */
    synchronized void look(RoomPeer peer, OptionalInt seat) {
        Optional<Student> wanted = seat.stream().mapToObj(roster::require).findFirst();
        Optional<Student> before = peer.looking().stream()
                .boxed()
                .flatMap(each -> roster.find(each).stream())
                .findFirst();
        peer.look(seat);
        before.ifPresent(this::tellYou);
        wanted.ifPresent(this::tellYou);
    }

    /** A raised hand was seen. */
    synchronized void lowerHand(int seat) {
        hand(roster.require(seat).id(), false);
    }

    /**
     * Changes settings of students' sessions.
     *
     * @param to whose; empty: everybody's
     * @throws SpeakDrawException {@code student-unknown}; {@code settings-invalid} and the like when nobody's session
     *     takes them
     */
    synchronized RoomMessage.Pushed push(Optional<List<Integer>> to, ObjectNode values) {
        Collection<Student> addressees = to.<Collection<Student>>map(
                        seats -> seats.stream().distinct().map(roster::require).toList())
                .orElseGet(roster::all);
        Map<UUID, SteeredSession> sessions = steering.current(roster.ids());
        Optional<SpeakDrawException> refusal = Optional.empty();
        int done = 0;
        for (Student student : addressees) {
            SteeredSession session = sessions.get(student.id());
            if (session == null) {
                continue;
            }
            try {
                student.push(session, values);
                done++;
                pages.tellStudent(student.id(), new RoomMessage.Push(values));
                tellYou(student);
            } catch (SpeakDrawException e) {
                refusal = Optional.of(e);
            }
        }
        if (done == 0 && refusal.isPresent()) {
            throw refusal.get();
        }
        return new RoomMessage.Pushed(done, addressees.size() - done);
    }

    /** A student raises a hand, or takes it down. */
    synchronized void hand(UUID student, boolean raised) {
        Student known = roster.require(student);
        known.raiseHand(raised, clock.instant());
        tellYou(known);
    }

    /** A student takes back what was pushed last. */
    synchronized void undo(UUID student) {
        Student known = roster.require(student);
        Optional.ofNullable(steering.current(Set.of(student)).get(student)).ifPresent(known::undo);
        tellYou(known);
    }

    /** A few times a second: shows the pictures that are looked at in large. */
    synchronized void showLarge() {
        wall.showLarge();
    }

    /** Twice a second: brings about what stands, and shows the wall. */
    synchronized void tick() {
        Instant now = clock.instant();
        Instant left = teacherLeft;
        if (left != null && !now.isBefore(left.plus(RELEASE_AFTER))) {
            release();
        }
        hold();
        dropClosed();
        pages.all().forEach(RoomPeer::checkAlive);
        if (!now.isBefore(told.plus(TELL_EVERY))) {
            told = now;
            pages.tellAll(state());
        }
        wall.show(now);
    }

    /** No teacher is there to do it. */
    private void release() {
        if (lesson.eyesHere()) {
            put(lesson.withEyesHere(false));
        }
        if (lesson.spotlight().isPresent()) {
            endSpotlight();
        }
        List<Student> visible = roster.endBlackOuts();
        visible.forEach(this::tellYou);
        if (!visible.isEmpty()) {
            pages.tell(RoomRole.PROJECTOR, screen());
        }
    }

    private void hold() {
        if (over != null) {
            return;
        }
        Set<UUID> held = roster.all().stream()
                .filter(student -> lesson.eyesHere() || student.blackedOut())
                .map(Student::id)
                .collect(Collectors.toSet());
        steering.hold(roster.ids(), held);
    }

    private void put(Lesson newer) {
        lesson = newer;
        pages.tellAll(state());
    }

    private RoomMessage state() {
        return lesson.message(spotlightSeat(), clock.instant());
    }

    private OptionalInt spotlightSeat() {
        return lesson.spotlight().flatMap(roster::find).stream()
                .mapToInt(Student::seat)
                .findFirst();
    }

    private RoomMessage screen() {
        List<RoomMessage.Shown> shown = roster.all().stream()
                .filter(student -> !student.blackedOut())
                .map(student -> new RoomMessage.Shown(
                        student.seat(), Optional.of(student.name()).filter(name -> lesson.namesShown())))
                .toList();
        return new RoomMessage.Screen(
                classroom.name(), Optional.of(classroom.joinCode()).filter(code -> classroom.open()), shown);
    }

    private void tellYou(Student student) {
        boolean spotlit = lesson.spotlight().filter(student.id()::equals).isPresent();
        pages.tellStudent(student.id(), student.you(pages.watched(student.seat()), spotlit));
    }
}
