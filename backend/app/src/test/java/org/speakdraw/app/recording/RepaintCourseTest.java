package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.prompt.Prompt.Source;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSchema;
import org.speakdraw.inference.diffusion.DiffusionBundle;

class RepaintCourseTest {

    private static final SettingsSchema SCHEMA =
            StreamSchema.of(DiffusionBundle.read(Path.of("../../models/handmade")), 60);
    private static final Timeline RECORDING = new Timeline(
            new RecordingSummary(
                    UUID.randomUUID(),
                    Instant.EPOCH,
                    9_000,
                    true,
                    0,
                    0,
                    "other",
                    "",
                    "",
                    OptionalInt.empty(),
                    Optional.empty()),
            List.of(mark(0, "a fox"), mark(2_000, "a wolf")),
            List.of(
                    change(
                            0,
                            "{\"strength\":0.5,\"steps\":1,\"freeze\":true,\"of_another_bundle\":1,\"jpeg_quality\":1000}"),
                    change(1_000, "{\"strength\":0.7}"),
                    change(3_000, "{\"steps\":3}"),
                    change(4_000, "{\"freeze\":true,\"of_another_bundle\":2}")),
            List.of(),
            List.of());

    @Test
    void goesThroughPromptsAndSettingsAsTheyWere() {
        RepaintCourse course = new RepaintCourse(RECORDING, json("{}"), SCHEMA);
        assertThat(course.beginning())
                .isEqualTo(json("{\"strength\":0.5,\"steps\":1,\"prompt\":\"a fox\",\"negative_prompt\":\"\","
                        + "\"similarity_filter\":false,\"input\":\"frames\",\"freeze\":false}"));
        assertThat(course.until(999)).isEmpty();
        assertThat(course.until(2_000))
                .extracting(RepaintCourse.Change::settings)
                .containsExactly(json("{\"strength\":0.7}"), json("{\"prompt\":\"a wolf\",\"negative_prompt\":\"\"}"));
        assertThat(course.until(9_000)).singleElement().satisfies(change -> {
            assertThat(change.offset()).isEqualTo(3_000);
            assertThat(change.settings()).isEqualTo(json("{\"steps\":3}"));
        });
        assertThat(course.until(9_000)).isEmpty();
    }

    @Test
    void keepsWhereAPromptCameFrom() {
        RepaintCourse course = new RepaintCourse(RECORDING, json("{\"strength\":0.9,\"steps\":2}"), SCHEMA);
        assertThat(course.until(9_000)).singleElement().satisfies(change -> {
            assertThat(change.prompt().text()).isEqualTo("a wolf");
            assertThat(change.prompt().source()).isEqualTo(Source.SPOKEN);
            assertThat(change.prompt().language()).contains("en");
        });
    }

    @Test
    void whatIsToBeDifferentIsSoFromBeginningToEnd() {
        RepaintCourse course = new RepaintCourse(RECORDING, json("{\"prompt\":\"a bear\",\"steps\":2}"), SCHEMA);
        assertThat(course.beginning().get("prompt").asText()).isEqualTo("a bear");
        assertThat(course.beginning().get("steps").asInt()).isEqualTo(2);
        assertThat(course.until(9_000))
                .extracting(RepaintCourse.Change::settings)
                .containsExactly(json("{\"strength\":0.7}"), json("{\"negative_prompt\":\"\"}"));
    }

    @Test
    void knowsEverySizeThatItGoesThrough() {
        Timeline resized = new Timeline(
                RECORDING.summary(),
                List.of(),
                List.of(
                        change(0, "{\"width\":128,\"height\":192}"),
                        change(10, "{\"strength\":0.5}"),
                        change(20, "{\"width\":512,\"height\":1}")),
                List.of(),
                List.of());
        assertThat(new RepaintCourse(resized, json("{}"), SCHEMA).sides()).containsExactly(128, 192, 512);
        assertThat(new RepaintCourse(resized, json("{\"width\":64}"), SCHEMA).sides())
                .containsExactly(64, 192);
    }

    private static Timeline.PromptMark mark(long offset, String prompt) {
        return new Timeline.PromptMark(offset, "spoken", Optional.of("en"), prompt, "");
    }

    private static Timeline.Change change(long offset, String settings) {
        return new Timeline.Change(offset, json(settings));
    }

    private static ObjectNode json(String text) {
        return Json.read(text, ObjectNode.class, ApiError.INTERNAL);
    }
}
