package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.recording.RecordingEntry.Kind;

/** What the page and programs that read exported files rely on. */
class RecordingJsonTest {

    private static final UUID SESSION = new UUID(1, 2);
    private static final String ID = "00000000-0000-0001-0000-000000000002";
    private static final RecordingSummary SUMMARY = new RecordingSummary(
            SESSION,
            Instant.parse("2026-11-23T10:00:00.250Z"),
            4_500,
            true,
            2,
            110,
            "pocket",
            "My film",
            "a fox",
            OptionalInt.of(5),
            Optional.empty());
    private static final Timeline TIMELINE = new Timeline(
            SUMMARY,
            List.of(new Timeline.PromptMark(0, "typed", Optional.empty(), "a fox", "")),
            List.of(new Timeline.Change(0, settings())),
            List.of(new Timeline.Frame(5, Kind.OUTPUT, 4_000, 42), new Timeline.Frame(4, Kind.INPUT, 3_990, 42)),
            List.of(new Timeline.Gap(3_000, 3_500, 7, "unwritten")));
    private static final String HEAD = "\"session\":\"" + ID + "\",\"startedAt\":\"2026-11-23T10:00:00.250Z\","
            + "\"durationMs\":4500,\"recording\":false,\"keepsInput\":true,";
    private static final String TAIL = "\"bytes\":110,\"bundle\":\"pocket\",\"title\":\"My film\",\"prompt\":\"a fox\","
            + "\"thumbnail\":\"/api/sessions/" + ID + "/keyframes/5\",\"repaintOf\":null";
    private static final String EVENTS = "\"prompts\":[{\"offsetMs\":0,\"source\":\"typed\",\"language\":null,"
            + "\"prompt\":\"a fox\",\"negativePrompt\":\"\"}],"
            + "\"settings\":[{\"offsetMs\":0,\"changes\":{\"strength\":0.5}}],"
            + "\"gaps\":[{\"startMs\":3000,\"endMs\":3500,\"lost\":7,\"reason\":\"unwritten\"}]";

    @Test
    void describesATimeline() throws JsonProcessingException {
        assertSame(
                TimelineJson.of(TIMELINE, false, Optional.of(new RecordingExporter.Bounds(4_500, 60, 6, true))),
                "{" + HEAD + "\"frames\":2," + TAIL + "," + EVENTS
                        + ",\"outputs\":{\"numbers\":[5],\"offsetsMs\":[4000],\"seeds\":[42]},"
                        + "\"inputs\":{\"numbers\":[4],\"offsetsMs\":[3990],\"seeds\":[42]},"
                        + "\"export\":{\"playedMs\":4500,\"maxFilmMs\":60,\"maxGifMs\":6,\"captions\":true}}");
        assertThat(Json.write(TimelineJson.of(TIMELINE, false, Optional.empty())))
                .doesNotContain("export");
    }

    @Test
    void describesAPageOfRecordings() throws JsonProcessingException {
        assertSame(
                RecordingJson.Page.of(new RecordingSummary.Page(List.of(SUMMARY), Optional.empty()), id -> false),
                "{\"recordings\":[{" + HEAD + "\"frames\":2," + TAIL + "}],\"next\":null}");
        assertThat(Json.write(RecordingJson.of(SUMMARY, true))).contains("\"recording\":true");
    }

    @Test
    void describesAnExportedSession() throws JsonProcessingException {
        Timeline.Frame frame = TIMELINE.frames().get(0);
        assertSame(
                SessionFile.of(TIMELINE, List.of(SessionFile.Picture.of("output/000005.jpg", frame, "00ff"))),
                "{\"schema\":\"speakdraw-session/1\"," + HEAD
                        + "\"frames\":[{\"file\":\"output/000005.jpg\",\"kind\":\"output\",\"offsetMs\":4000,"
                        + "\"seed\":42,\"sha256\":\"00ff\"}]," + TAIL + "," + EVENTS + "}");
    }

    @Test
    void tellsTheTokenOfARepaintingOnce() {
        RepaintResource.Progress progress = new RepaintResource.Progress(SESSION, "running", 1, 8, Optional.empty());
        assertThat(Json.write(progress))
                .isEqualTo("{\"session\":\"" + ID + "\",\"state\":\"running\",\"done\":1,\"total\":8}");
    }

    private static ObjectNode settings() {
        return Json.mapper().createObjectNode().put("strength", 0.5);
    }

    private static void assertSame(Object written, String expected) throws JsonProcessingException {
        assertThat(Json.mapper().readTree(Json.write(written)))
                .isEqualTo(Json.mapper().readTree(expected));
    }
}
