package org.speakdraw.app.fairness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Plays a school's day second by second with the rules that the server admits by: twenty classes of thirty, six lessons with
 * breaks, everybody coming within the first minute of a lesson. A student paints for some minutes, pauses, and goes on.
 * Students of one class stay on one server, or each goes where it gets most. Arguments: pictures a second of one server,
 * and the CSV file to write, with the means of twenty such days.
 */
public final class SchoolDay {

    static final int CLASSES = 20;
    static final int STUDENTS = 30;
    private static final int LESSONS = 6;
    private static final int LESSON_SECONDS = 45 * 60;
    private static final int ARRIVAL_SECONDS = 60;
    private static final double PAINTS_SECONDS = 240;
    private static final double PAUSES_SECONDS = 60;
    /** What a page asks for, and {@code speakdraw.engine.min-fps}. */
    private static final double WISHED_FPS = 15;

    private static final double MIN_FPS = 3;
    private static final int DAYS = 20;
    /** All frames are alike, so what one costs does not matter. */
    private static final long COST = 1;

    /** Who is painted where. */
    enum Rule {
        TOGETHER,
        APART
    }

    /**
     * What came of it.
     *
     * @param medianWait  seconds until a student was let in, who had come by then or later
     * @param longestWait of nineteen in twenty students, in seconds; the lesson's rest for who never was
     * @param never       share of the students of a lesson who were not let in before its end
     * @param fps         pictures a second while a student wanted some, waiting included, on the mean
     * @param fairness    Jain's index of that over the students of a lesson
     * @param utilisation share of what the servers could have painted during lessons
     */
    record Outcome(
            double medianWait, double longestWait, double never, double fps, double fairness, double utilisation) {}

    /** A server, with the line at its door; those that are let in stay so until the lesson is over. */
    private static final class Server {
        private final Throughput throughput;
        private final WaitingLine<Student> line = new WaitingLine<>();
        private final Set<Student> inside = new LinkedHashSet<>();
        private int expected;

        Server(double picturesPerSecond) {
            throughput = new Throughput(picturesPerSecond);
        }

        List<Student> active() {
            return inside.stream().filter(student -> student.painting).toList();
        }

        Place<Server> now() {
            return place(active().size());
        }

        /** With everybody of the classes that belong here, come or not. */
        Place<Server> later() {
            return place(expected);
        }

        private Place<Server> place(int frames) {
            return new Place<>(this, throughput, costs(frames));
        }
    }

    /** One student in one lesson. */
    private static final class Student {
        private final int arrives;
        private int admitted = LESSON_SECONDS;
        private boolean painting;
        private double wanted;
        private double pictures;

        Student(int arrives) {
            this.arrives = arrives;
        }
    }

    private final Rule rule;
    private final List<Server> servers = new ArrayList<>();
    private final Random random;
    private final List<Student> everybody = new ArrayList<>();
    private final double picturesPerSecond;
    private double painted;

    private SchoolDay(int servers, double picturesPerSecond, Rule rule, long seed) {
        this.rule = rule;
        this.picturesPerSecond = picturesPerSecond;
        this.random = new Random(seed);
        for (int i = 0; i < servers; i++) {
            this.servers.add(new Server(picturesPerSecond));
        }
    }

    public static void main(String[] arguments) {
        double picturesPerSecond = Double.parseDouble(arguments[0]);
        List<String> lines = new ArrayList<>();
        lines.add("servers,together_p50_s,together_p95_s,together_never,together_fps,together_jain,together_used,"
                + "apart_p50_s,apart_p95_s,apart_never,apart_fps,apart_jain,apart_used");
        for (int servers = 1; servers <= 8; servers++) {
            String line = servers + "," + columns(mean(servers, picturesPerSecond, Rule.TOGETHER)) + ","
                    + columns(mean(servers, picturesPerSecond, Rule.APART));
            System.out.println(line);
            lines.add(line);
        }
        try {
            Files.write(Path.of(arguments[1]), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of several days, since a single one is chance. */
    private static Outcome mean(int servers, double picturesPerSecond, Rule rule) {
        List<Outcome> days = LongStream.rangeClosed(1, DAYS)
                .mapToObj(seed -> play(servers, picturesPerSecond, rule, seed))
                .toList();
        return new Outcome(
                mean(days, Outcome::medianWait),
                mean(days, Outcome::longestWait),
                mean(days, Outcome::never),
                mean(days, Outcome::fps),
                mean(days, Outcome::fairness),
                mean(days, Outcome::utilisation));
    }

    private static double mean(List<Outcome> days, ToDoubleFunction<Outcome> of) {
        return days.stream().mapToDouble(of).average().orElseThrow();
    }

    private static String columns(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%.0f,%.0f,%.3f,%.2f,%.3f,%.3f",
                outcome.medianWait,
                outcome.longestWait,
                outcome.never,
                outcome.fps,
                outcome.fairness,
                outcome.utilisation);
    }

    /** Plays one day; the same again for the same seed. */
    static Outcome play(int servers, double picturesPerSecond, Rule rule, long seed) {
        SchoolDay day = new SchoolDay(servers, picturesPerSecond, rule, seed);
        double fairness = 0;
        for (int lesson = 0; lesson < LESSONS; lesson++) {
            fairness += day.lesson() / LESSONS;
        }
        return day.outcome(fairness);
    }

    /** Half of the classes, by chance, paint in it. */
    private double lesson() {
        servers.replaceAll(former -> new Server(picturesPerSecond));
        Map<Student, Server> rooms = new LinkedHashMap<>();
        for (int room = 0; room < CLASSES; room++) {
            if (random.nextBoolean()) {
                Server server = best(servers.stream().map(Server::later).toList(), STUDENTS);
                server.expected += STUDENTS;
                for (int i = 0; i < STUDENTS; i++) {
                    rooms.put(new Student(random.nextInt(ARRIVAL_SECONDS)), server);
                }
            }
        }
        Server school = servers.get(0);
        for (int second = 0; second < LESSON_SECONDS; second++) {
            for (Map.Entry<Student, Server> entry : rooms.entrySet()) {
                Student student = entry.getKey();
                if (student.arrives == second) {
                    (rule == Rule.TOGETHER ? entry.getValue() : school).line.join(student, "school");
                }
            }
            if (rule == Rule.TOGETHER) {
                for (Server server : servers) {
                    admit(server.line, List.of(server), second);
                }
            } else {
                admit(school.line, servers, second);
            }
            paint();
        }
        everybody.addAll(rooms.keySet());
        return fairness(rooms.keySet());
    }

    private static Server best(List<Place<Server>> places, int newcomers) {
        return Place.best(places, costs(newcomers)).orElseThrow().device();
    }

    private static long[] costs(int frames) {
        long[] costs = new long[frames];
        Arrays.fill(costs, COST);
        return costs;
    }

    /** As {@code Admissions} does. */
    private static void admit(WaitingLine<Student> line, List<Server> places, int second) {
        while (!line.inOrder().isEmpty()) {
            Optional<Place<Server>> best = Place.best(
                            places.stream().map(Server::now).toList(), COST)
                    .filter(place -> place.fits(COST, MIN_FPS));
            if (best.isEmpty()) {
                break;
            }
            Student student = line.next(any -> true).orElseThrow();
            student.admitted = second;
            student.painting = true;
            best.get().device().inside.add(student);
        }
    }

    /** What fair shares come to where all frames cost the same and everybody wishes for as many. */
    private void paint() {
        for (Server server : servers) {
            List<Student> active = server.active();
            double each = Math.min(WISHED_FPS, server.throughput.costPerSecond() / Math.max(1, active.size()));
            active.forEach(student -> {
                student.pictures += each;
                student.wanted++;
            });
            painted += each * active.size();
            server.line.inOrder().forEach(student -> student.wanted++);
            server.inside.forEach(student -> {
                double seconds = student.painting ? PAINTS_SECONDS : PAUSES_SECONDS;
                student.painting ^= random.nextDouble() < 1 / seconds;
            });
        }
    }

    private static double fairness(Set<Student> students) {
        double sum = 0;
        double squares = 0;
        for (Student student : students) {
            double fps = student.pictures / Math.max(1, student.wanted);
            sum += fps;
            squares += fps * fps;
        }
        return squares == 0 ? 1 : sum * sum / students.size() / squares;
    }

    private Outcome outcome(double fairness) {
        double[] waits = everybody.stream()
                .mapToDouble(student -> student.admitted - student.arrives)
                .sorted()
                .toArray();
        long never = everybody.stream()
                .filter(student -> student.admitted == LESSON_SECONDS)
                .count();
        double fps = everybody.stream()
                .mapToDouble(student -> student.pictures / Math.max(1, student.wanted))
                .average()
                .orElse(0);
        double possible = picturesPerSecond * servers.size() * LESSONS * LESSON_SECONDS;
        return new Outcome(
                waits[waits.length / 2],
                waits[waits.length * 95 / 100],
                (double) never / waits.length,
                fps,
                fairness,
                painted / possible);
    }
}
