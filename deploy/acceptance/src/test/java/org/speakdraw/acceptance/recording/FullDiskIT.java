package org.speakdraw.acceptance.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.ServerInstance;
import org.speakdraw.acceptance.fixture.SmallDisk;

/** The data directory on a disk that fills up to its last byte while a session is recorded, and becomes empty again. */
class FullDiskIT {

    private static final int MEGABYTES = 700;
    /** Less than what is kept free, and enough for PostgreSQL's own work. */
    private static final long LITTLE = 60_000_000;

    @TempDir
    Path folder;

    @Test
    void recordingStopsInTimeAllElseGoesOnAndEverythingHeals() throws Exception {
        Checkout.bundle();
        Optional<SmallDisk> mounted = SmallDisk.mount(folder, MEGABYTES);
        assumeTrue(mounted.isPresent(), "only root can mount a disk");
        try (SmallDisk disk = mounted.orElseThrow();
                ServerInstance server = ServerInstance.startOn(
                        Files.createDirectory(disk.folder().resolve("data")), Map.of());
                RecordedSession session = RecordedSession.open(server.baseUri())) {
            assertThat(session.switchOn(10, false).status()).isEqualTo(201);
            session.paintUntil(() -> frames(session) >= 5);

            disk.fillUpTo(LITTLE);
            session.paintUntil(() -> told(session, "disk is almost full"));
            int kept = frames(session);
            paintSome(session);
            assertThat(frames(session)).as("nothing more is kept").isEqualTo(kept);
            HttpApi api = new HttpApi(server.baseUri());
            assertThat(api.get("/health/ready").status()).isEqualTo(200);
            assertThat(detail(api, "recordings")).contains("disk is almost full");
            assertThat(detail(api, "history")).contains("disk is almost full");

            disk.empty();
            session.paintUntil(() -> told(session, ""));
            session.paintUntil(() -> frames(session) > kept);

            disk.fillUpTo(0);
            paintSome(session);
            assertThat(api.get("/health/ready").status())
                    .as("not a byte is left")
                    .isEqualTo(200);
            disk.empty();
            int before = kept;
            session.paintUntil(() -> frames(session) > before + 5 && told(session, ""));
            assertThat(detail(api, "history")).contains("History is being saved.");
        }
    }

    private static void paintSome(RecordedSession session) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            session.paint();
            Thread.sleep(110);
        }
    }

    /** Key frames that are kept; 0 while the database does not answer. */
    private static int frames(RecordedSession session) {
        HttpApi.Answer answer = session.get("timeline");
        return answer.status() == 200 ? answer.json().get("frames").asInt() : 0;
    }

    /** Whether the session was told of such a problem, or of none any more, since the last question. */
    private static boolean told(RecordedSession session, String problem) {
        return session.states()
                .map(state -> state.get("problem").asText())
                .anyMatch(told -> problem.isEmpty() ? told.isEmpty() : told.contains(problem));
    }

    private static String detail(HttpApi api, String part) {
        for (JsonNode check : api.get("/health").json().get("checks")) {
            if (check.get("name").asText().equals(part)) {
                return check.get("detail").asText();
            }
        }
        throw new AssertionError("nothing is said of " + part);
    }
}
