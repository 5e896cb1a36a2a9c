package org.speakdraw.acceptance.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.HttpApi.Answer;
import org.speakdraw.acceptance.client.RoomClient;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a teacher's wall costs beside a class that paints: the server's processor time with the wall open and closed by
 * turns, the traffic to the teacher, how evenly the class is served, and how soon everybody hears "eyes here".
 */
@Command(
        name = "wall-cost",
        mixinStandardHelpOptions = true,
        description = "Measures a teacher's wall on a running server, open and closed by turns.")
public final class WallCost implements Callable<Integer> {

    private static final int FILM_LENGTH = 48;

    @Option(names = "--url", defaultValue = "http://localhost:8080/", description = "Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--students", defaultValue = "30", description = "Default: ${DEFAULT-VALUE}.")
    private int students;

    @Option(names = "--pairs", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each half (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--fps", defaultValue = "2", description = "Of each student's camera (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(names = "--side", defaultValue = "256", description = "Of input and output (default: ${DEFAULT-VALUE}).")
    private int side;

    @Option(names = "--freezes", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int freezes;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private record Student(SessionClient session, RoomClient page) {}

    private record Half(double cpuPercent, double fps, double jain) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WallCost()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        HttpApi api = new HttpApi(url);
        Answer opened = api.post("/api/classrooms", "{\"name\":\"wall\"}");
        String[] teacher = {"Cookie", cookie(opened)};
        String room = opened.json().get("classroom").get("id").asText();
        String code = opened.json().get("classroom").get("joinCode").asText();
        List<Student> all = new ArrayList<>();
        try {
            for (int i = 0; i < students; i++) {
                all.add(student(api, room, code));
            }
            measure(api, room, teacher[1], all);
            return 0;
        } finally {
            threads.shutdownNow();
            all.forEach(student -> {
                student.page.close();
                student.session.close();
            });
            api.delete("/api/classrooms/" + room, teacher);
        }
    }

    private Student student(HttpApi api, String room, String code) {
        String cookie = cookie(api.post("/api/classrooms/join", "{\"code\":\"" + code + "\"}"));
        String settings =
                "{\"settings\":{\"prompt\":\"a fox\",\"steps\":1,\"t_index_list\":\"\",\"similarity_filter\":false,"
                        + "\"width\":" + side + ",\"height\":" + side + "}}";
        Answer opened = api.post("/api/sessions", settings, "Cookie", cookie);
        SessionClient session = SessionClient.connect(
                api,
                opened.json().get("id").asText(),
                opened.json().get("token").asText(),
                "",
                SessionClient.Behaviour.WELL);
        return new Student(session, RoomClient.enter(api, room, cookie));
    }

    private void measure(HttpApi api, String room, String teacher, List<Student> all) throws Exception {
        ServerCpu server = ServerCpu.find(0, url.getPort())
                .orElseThrow(() -> new IllegalStateException("The server is not on this machine."));
        List<byte[]> film = IntStream.range(0, FILM_LENGTH)
                .mapToObj(number -> TestPictures.moving(side, side, number))
                .toList();
        half(server, all, film);
        List<Double> costs = new ArrayList<>();
        System.out.printf(
                "%6s %12s %12s %10s %10s %10s %10s%n",
                "pair", "closed CPU", "open CPU", "fps", "fps open", "Jain open", "Mbit/s");
        for (int pair = 1; pair <= pairs; pair++) {
            Half closed = half(server, all, film);
            try (RoomClient wall = RoomClient.enter(api, room, teacher)) {
                wall.await("wall", message -> message.get("students").size() == all.size());
                long before = wall.bytes();
                Half open = half(server, all, film);
                double megabits = (wall.bytes() - before) * 8 / 1e6 / seconds;
                costs.add(open.cpuPercent - closed.cpuPercent);
                System.out.printf(
                        Locale.ROOT,
                        "%6d %11.1f%% %11.1f%% %10.2f %10.2f %10.4f %10.2f%n",
                        pair,
                        closed.cpuPercent,
                        open.cpuPercent,
                        closed.fps,
                        open.fps,
                        open.jain,
                        megabits);
            }
        }
        costs.sort(null);
        System.out.printf(
                Locale.ROOT,
                "median cost of the wall: %.1f %% of a core%n",
                (costs.get((pairs - 1) / 2) + costs.get(pairs / 2)) / 2);
        freeze(api, room, teacher, all, film);
    }

    /** Everybody paints for a while. */
    private Half half(ServerCpu server, List<Student> all, List<byte[]> film) throws Exception {
        long start = System.nanoTime() + 1_000_000_000L;
        long end = start + seconds * 1_000_000_000L;
        List<Future<LoadResult>> running = new ArrayList<>();
        for (Student student : all) {
            running.add(threads.submit(new LoadSession(student.session, film, fps, start, end)));
        }
        Thread.sleep(Math.max(0, (start - System.nanoTime()) / 1_000_000));
        Duration before = server.used();
        List<LoadResult> results = new ArrayList<>();
        for (Future<LoadResult> each : running) {
            results.add(each.get());
        }
        double cpu = 100.0 * server.used().minus(before).toMillis() / (1000.0 * seconds);
        double sum = results.stream().mapToDouble(LoadResult::fps).sum();
        double squares = results.stream()
                .mapToDouble(result -> result.fps() * result.fps())
                .sum();
        return new Half(cpu, sum / all.size(), squares == 0 ? 0 : sum * sum / (all.size() * squares));
    }

    /** How long it takes from the teacher's click until the last student's page has heard of it, while all paint. */
    private void freeze(HttpApi api, String room, String teacher, List<Student> all, List<byte[]> film)
            throws Exception {
        long end = System.nanoTime() + (freezes + 2) * 1_000_000_000L;
        List<Future<LoadResult>> painting = new ArrayList<>();
        for (Student student : all) {
            painting.add(threads.submit(new LoadSession(student.session, film, fps, System.nanoTime(), end)));
        }
        List<Double> millis = new ArrayList<>();
        try (RoomClient wall = RoomClient.enter(api, room, teacher)) {
            wall.await("wall");
            for (int i = 0; i < freezes; i++) {
                boolean on = i % 2 == 0;
                long sent = System.nanoTime();
                List<CompletableFuture<Long>> heard = all.stream()
                        .map(student -> CompletableFuture.supplyAsync(() -> heard(student.page, on), threads))
                        .toList();
                wall.send("{\"type\":\"eyes-here\",\"on\":" + on + "}");
                for (CompletableFuture<Long> each : heard) {
                    millis.add((each.join() - sent) / 1e6);
                }
                Thread.sleep(500);
            }
        }
        for (Future<LoadResult> each : painting) {
            each.get();
        }
        millis.sort(null);
        System.out.printf(
                Locale.ROOT,
                "eyes here, %d pages: p50 %.0f ms, p95 %.0f ms, max %.0f ms%n",
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get((int) (millis.size() * 0.95)),
                millis.get(millis.size() - 1));
    }

    private static long heard(RoomClient page, boolean on) {
        try {
            page.await("lesson", lesson -> lesson.get("eyesHere").asBoolean() == on);
            return System.nanoTime();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String cookie(Answer answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("speakdraw-participant="))
                .findFirst()
                .map(each -> each.substring(0, each.indexOf(';')))
                .orElseThrow();
    }
}
