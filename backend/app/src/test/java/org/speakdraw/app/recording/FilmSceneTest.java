package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.recording.RecordingEntry.Kind;

class FilmSceneTest {

    private static final Timeline TIMELINE = new Timeline(
            summary("", "a dragon"),
            List.of(prompt(0, "a fox"), prompt(2_500, "a dragon")),
            List.of(),
            List.of(
                    new Timeline.Frame(1, Kind.OUTPUT, 500, 42),
                    new Timeline.Frame(2, Kind.OUTPUT, 2_000, 42),
                    new Timeline.Frame(3, Kind.INPUT, 1_000, 42)),
            List.of());

    @Test
    void showsOneKindOfPicturesFromTheFirstOneOn() {
        FilmScene.Script script = FilmScene.of(TIMELINE, new FilmScene.Layout(Kind.OUTPUT, false, false));
        assertThat(script.scenes())
                .containsExactly(new FilmScene(0, List.of(1), ""), new FilmScene(1_500, List.of(2), ""));
        assertThat(script.millis()).isEqualTo(3_500);
    }

    @Test
    void putsTheInputBesideTheResultAsSoonAsThereAreBoth() {
        FilmScene.Script script = FilmScene.of(TIMELINE, new FilmScene.Layout(Kind.OUTPUT, true, false));
        assertThat(script.scenes())
                .containsExactly(new FilmScene(0, List.of(3, 1), ""), new FilmScene(1_000, List.of(3, 2), ""));
        assertThat(script.millis()).isEqualTo(3_000);
    }

    @Test
    void hasThePromptThatIsInForceBelow() {
        FilmScene.Script script = FilmScene.of(TIMELINE, new FilmScene.Layout(Kind.OUTPUT, false, true));
        assertThat(script.scenes())
                .containsExactly(
                        new FilmScene(0, List.of(1), "a fox"),
                        new FilmScene(1_500, List.of(2), "a fox"),
                        new FilmScene(2_000, List.of(2), "a dragon"));
    }

    @Test
    void isEmptyWithoutPicturesOfAKind() {
        Timeline words = new Timeline(summary("", ""), List.of(), List.of(), List.of(), List.of());
        assertThat(FilmScene.of(words, new FilmScene.Layout(Kind.OUTPUT, false, true))
                        .scenes())
                .isEmpty();
    }

    @Test
    void namesFilesByTheirTitleOrTheirPrompt() {
        assertThat(FileNames.of(summary("", "Ein Fuchs, größer als ein Haus!"), "mp4"))
                .isEqualTo("speakdraw-ein-fuchs-grosser-als-ein-haus-2026-11-23-1000.mp4");
        assertThat(FileNames.of(summary("Café \"Été\" / ../..", "a fox"), "gif"))
                .isEqualTo("speakdraw-cafe-ete-2026-11-23-1000.gif");
        assertThat(FileNames.of(summary("", "狐狸"), "zip")).isEqualTo("speakdraw-2026-11-23-1000.zip");
        assertThat(FileNames.of(summary("", "x".repeat(300)), "zip")).hasSizeLessThan(90);
    }

    private static Timeline.PromptMark prompt(long offset, String text) {
        return new Timeline.PromptMark(offset, "typed", Optional.empty(), text, "");
    }

    private static RecordingSummary summary(String title, String prompt) {
        return new RecordingSummary(
                new UUID(1, 2),
                Instant.parse("2026-11-23T10:00:00Z"),
                4_000,
                true,
                3,
                3,
                "pocket",
                title,
                prompt,
                OptionalInt.empty(),
                Optional.empty());
    }
}
