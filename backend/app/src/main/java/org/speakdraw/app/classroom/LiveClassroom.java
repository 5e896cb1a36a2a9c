package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.classroom.ClassroomStore.Member;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamLimits;
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

    /** How it stands is kept at least so often, which says that it is on. */
    private static final Duration KEEP_EVERY = Duration.ofMinutes(1);

    private final UUID id;
    private final InstantSource clock;
    /** What a clock that is set must not change. */
    private final LongSupplier nanoTime;

    private final RoomPages pages = new RoomPages();
    private final Roster roster = new Roster();
    private final LessonAttendance attendance;
    private final Orders orders;
    private final Spotlight spotlight;
    private final Pushes pushes;
    private final Projectors projectors;
    private final Wall wall;
    private Classroom classroom;
    private List<Guest> guests = List.of();
    private Lesson lesson = Lesson.BEGINNING;
    private Undecided undecided = Undecided.NOTHING;
    private long toldNanos;
    /** Counted outside of the room's monitor, so that no look waits for it. */
    private final AtomicLong looks = new AtomicLong();
    /** Number of the look whose findings are in force. */
    private long lastLook;

    private Optional<Copy> kept = Optional.empty();
    /** Why it is over; null while it is on. */
    private @Nullable RoomClosing over;

    /** How it stood when that was last kept. */
    private record Copy(KeptLesson lesson, long atNanos) {}

    LiveClassroom(
            Classroom classroom,
            SteeredSessions steering,
            SettingsSchema schema,
            StreamLimits limits,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.id = classroom.id();
        this.classroom = classroom;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.toldNanos = nanoTime.getAsLong();
        this.attendance = new LessonAttendance(pages, toldNanos);
        this.orders = new Orders(steering, schema);
        this.spotlight = new Spotlight(roster, pages, steering, limits);
        this.pushes = new Pushes(roster, pages, steering);
        this.projectors = new Projectors(roster, pages, steering, this::isHidden);
        this.wall = new Wall(roster, pages, steering, new SmallCopies(limits, Wall.SIDE), orders, this::isHidden);
    }

    UUID id() {
        return id;
    }

    /** Goes on as the lesson stood elsewhere. Before anybody comes in. */
    synchronized void restore(KeptLesson kept) {
        lesson = kept.lesson();
        orders.restore(kept);
        spotlight.restore(kept.spotlit());
    }

    /** What it would be restored from. */
    synchronized KeptLesson standing() {
        return new KeptLesson(
                lesson,
                orders.locks(),
                orders.blackOuts().all(),
                spotlight.student().map(Student::id));
    }

    /** What is to be kept: how it stands, where that was not kept before or not lately; empty also when it is over. */
    synchronized Optional<KeptLesson> unkept() {
        KeptLesson now = standing();
        boolean known = kept.filter(
                        copy -> copy.lesson.equals(now) && nanoTime.getAsLong() - copy.atNanos < KEEP_EVERY.toNanos())
                .isPresent();
        return over != null || known ? Optional.empty() : Optional.of(now);
    }

    /** So it was kept now. */
    synchronized void kept(KeptLesson copy) {
        kept = Optional.of(new Copy(copy, nanoTime.getAsLong()));
    }

    /** What a look into the database found. */
    record Found(Classroom classroom, List<Member> members, List<Guest> guests, Undecided undecided) {}

    /** A look into the database begins now. @return its number, for {@link #takeOver} */
    long beginLook() {
        return looks.incrementAndGet();
    }

    /**
     * Takes over what a look found, unless one that began later has been taken over: of two that cross, the earlier may not
     * know yet who has just come in.
     */
    synchronized void takeOver(long look, Found found) {
        if (look > lastLook) {
            lastLook = look;
            refresh(found.classroom, found.members, found.guests);
            moderated(found.undecided);
        }
    }

    /** Takes over who is in the classroom and at its door, and lets those go on and away who are not any more. */
    private void refresh(Classroom now, List<Member> members, List<Guest> atTheDoor) {
        tellGuests(atTheDoor);
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
        orders.letGo(gone);
        bringAbout();
        if (gone.stream().anyMatch(spotlight::isOn)) {
            endSpotlight();
        }
        wall.rosterChanged();
        tellProjectors();
    }

    private void tellGuests(List<Guest> atTheDoor) {
        if (!atTheDoor.equals(guests)) {
            guests = atTheDoor;
            pages.tell(RoomRole.TEACHER, new RoomMessage.Guests(guests));
        }
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
        attendance.entered(peer.role());
        peer.send(new RoomMessage.Welcome(peer.role(), id, classroom.name()));
        peer.send(state());
        switch (peer.role()) {
            case TEACHER -> {
                peer.send(orders.locks().message());
                peer.send(new RoomMessage.Guests(guests));
                peer.send(new RoomMessage.Reports(undecided.reports()));
                wall.greet(peer);
            }
            case PROJECTOR -> {
                projectors.greet(peer, classroom, lesson.screen());
                peer.look(spotlight.seat());
                wall.greet(peer);
            }
            case STUDENT -> {
                peer.send(orders.locks().message());
                peer.participant().flatMap(roster::find).ifPresent(this::tellYou);
                spotlight.greet(peer);
            }
        }
    }

    private void dropClosed() {
        pages.all().filter(RoomPeer::leaving).forEach(this::exit);
    }

    private void exit(RoomPeer peer) {
        if (pages.remove(peer)) {
            attendance.left(peer.role(), nanoTime.getAsLong());
            look(peer, OptionalInt.empty());
        }
    }

    /** Whether any page has ever come in. */
    synchronized boolean entered() {
        return attendance.everEntered();
    }

    /** For how long it has been without any page; nothing while there is one. */
    synchronized Duration unattended() {
        return attendance.withoutPages(nanoTime.getAsLong());
    }

    /** Whether it has been without any page for so long; for {@link #EMPTY_FOR} suffices before the first. */
    synchronized boolean unattended(Duration time) {
        return unattended().compareTo(attendance.everEntered() ? time : EMPTY_FOR) >= 0;
    }

    /** The projector's address has changed. */
    synchronized void sendProjectorsAway() {
        pages.of(RoomRole.PROJECTOR).forEach(peer -> peer.close(RoomClosing.TAKEN_OUT));
    }

    /** The lesson is over: everybody goes on, and nobody is stopped by what was still to be done. */
    synchronized void close(RoomClosing closing) {
        over = closing;
        lesson = Lesson.BEGINNING;
        orders.blackOuts().endAll();
        orders.letGo(roster.ids());
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
        bringAbout();
    }

    /** Takes a student's picture away, or gives it back. */
    synchronized void blackOut(int seat, boolean on) {
        Student student = roster.require(seat);
        orders.blackOuts().put(student.id(), on);
        bringAbout();
        if (on && spotlight.isOn(student.id())) {
            endSpotlight();
        }
        tellYou(student);
        tellProjectors();
    }

    /** Shows a student's picture to everybody, or lets everybody see what they saw before. */
    synchronized void spotlight(OptionalInt seat) {
        if (seat.isEmpty()) {
            endSpotlight();
            return;
        }
        Student student = roster.require(seat.getAsInt());
        if (orders.blackOuts().has(student.id())) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The picture of this student is blacked out.");
        }
        if (isHidden(student.id())) {
            throw new RequestException(
                    ApiError.PICTURE_REPORTED, "Pictures of this student were reported. Decide about that first.");
        }
        spotlight(Optional.of(student));
    }

    /** Whether nobody but the teacher is shown the student's picture. */
    private boolean isHidden(UUID student) {
        return orders.blackOuts().has(student) || undecided.hidden().contains(student);
    }

    /**
     * The picture that everybody is shown, as students see it.
     *
     * @throws RequestException {@code picture-missing} unless it is that of the student on this seat
     */
    synchronized PictureReports.Spotlit spotlit(int seat) {
        return spotlight
                .student()
                .filter(student -> student.seat() == seat)
                .flatMap(student -> spotlight.small().map(jpeg -> new PictureReports.Spotlit(student.id(), jpeg)))
                .orElseThrow(() ->
                        new RequestException(ApiError.PICTURE_MISSING, "This picture is not shown to all any more."));
    }

    /** Takes the picture of a student away who may have left. */
    synchronized void blackOut(UUID student) {
        roster.find(student).ifPresent(found -> blackOut(found.seat(), true));
    }

    private void endSpotlight() {
        spotlight(Optional.empty());
    }

    private void spotlight(Optional<Student> student) {
        Optional<Student> before = spotlight.student();
        spotlight.put(student);
        tellState();
        before.ifPresent(this::tellYou);
        student.ifPresent(this::tellYou);
    }

    /** How projectors show what they show. */
    synchronized void screen(Lesson.Screen options) {
        put(lesson.withScreen(options));
        tellProjectors();
    }

    /**
     * Narrows what students may use; {@link LessonLocks#NONE} gives everything back.
     *
     * @throws SpeakDrawException {@code settings-invalid}; nothing is changed then
     */
    synchronized void lock(LessonLocks newer) {
        orders.lock(newer);
        bringAbout();
        pages.tell(RoomRole.TEACHER, orders.locks().message());
        pages.tell(RoomRole.STUDENT, orders.locks().message());
    }

    /** The presets that students may use; empty for all. */
    synchronized Optional<List<UUID>> presets() {
        return orders.locks().presets();
    }

    /** Gives a student more of the engine for a while; zero ends it. */
    synchronized void favour(int seat, Duration time) {
        orders.favour(roster.require(seat).id(), time, clock.instant());
        bringAbout();
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

    /** Takes over what those who moderate have changed, or must decide about. */
    private void moderated(Undecided now) {
        Undecided before = undecided;
        undecided = now;
        if (!now.works().equals(before.works())) {
            pages.tell(RoomRole.TEACHER, new RoomMessage.WorksChanged());
        }
        if (now.reports() != before.reports()) {
            pages.tell(RoomRole.TEACHER, new RoomMessage.Reports(now.reports()));
        }
        if (!now.hidden().equals(before.hidden())) {
            if (spotlight.student().map(Student::id).filter(this::isHidden).isPresent()) {
                endSpotlight();
            }
            tellProjectors();
        }
    }

    /** A raised hand was seen. */
    synchronized void lowerHand(int seat) {
        hand(roster.require(seat).id(), false);
    }

    /** Sends settings; see {@link Pushes#settings}. */
    synchronized RoomMessage.Pushed push(Optional<List<Integer>> to, ObjectNode values) {
        return pushes.settings(to, values, this::tellYou);
    }

    /** Sends a picture; see {@link Pushes#picture}. */
    synchronized RoomMessage.Pushed push(Optional<List<Integer>> to, PictureKind kind, byte[] jpeg) {
        return pushes.picture(to, kind, jpeg);
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
        pushes.undo(known);
        tellYou(known);
    }

    /** A few times a second: shows the pictures that are looked at in large. */
    synchronized void showLarge() {
        wall.showLarge();
    }

    /** Twice a second: brings about what stands, and shows the wall. */
    synchronized void tick() {
        long nanos = nanoTime.getAsLong();
        if (attendance.withoutTeacher(RELEASE_AFTER, nanos)) {
            release();
        }
        bringAbout();
        dropClosed();
        pages.all().forEach(RoomPeer::checkAlive);
        if (nanos - toldNanos >= TELL_EVERY.toNanos()) {
            toldNanos = nanos;
            tellState();
        }
        wall.show(clock.instant());
        spotlight.show(lesson.screen().input());
        if (lesson.screen().captions()) {
            tellProjectors();
        }
    }

    /** No teacher is there to do it. What students may use stays as it was: nobody is stopped by that. */
    private void release() {
        if (lesson.eyesHere()) {
            put(lesson.withEyesHere(false));
        }
        if (spotlight.student().isPresent()) {
            endSpotlight();
        }
        if (!orders.blackOuts().endAll().isEmpty()) {
            roster.all().forEach(this::tellYou);
            tellProjectors();
        }
    }

    private void bringAbout() {
        if (over == null) {
            orders.bringAbout(roster.ids(), lesson.eyesHere(), clock.instant());
        }
    }

    private void put(Lesson newer) {
        lesson = newer;
        tellState();
    }

    private void tellState() {
        pages.tellAll(state());
    }

    private RoomMessage state() {
        Optional<RoomMessage.Shown> shown = spotlight
                .student()
                .map(student -> new RoomMessage.Shown(
                        student.seat(),
                        Optional.of(student.name())
                                .filter(name -> lesson.screen().names()),
                        Optional.empty()));
        return lesson.message(shown, clock.instant());
    }

    private void tellProjectors() {
        projectors.tell(classroom, lesson.screen());
    }

    private void tellYou(Student student) {
        UUID who = student.id();
        pages.tellStudent(
                who,
                student.you(pages.watched(student.seat()), orders.blackOuts().has(who), spotlight.isOn(who)));
    }
}
