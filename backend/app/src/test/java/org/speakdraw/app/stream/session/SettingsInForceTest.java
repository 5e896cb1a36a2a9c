package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.app.stream.TestStreams.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.painting.FakeModel;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.ImageTokens;

@Timeout(30)
class SettingsInForceTest {

    private final FakeModel model = new FakeModel();
    private final StreamSettings first = settings("\"prompt\":\"a fox\"");
    private final SettingsInForce settings = new SettingsInForce(model, first);
    private final List<String> told = new ArrayList<>();

    @Test
    void encodesAPromptOnceAndOnlyWhenAFrameNeedsIt() {
        assertThat(model.prompts()).containsExactly("a fox", "");
        change(settings("\"prompt\":\"a heron\""));
        assertThat(model.prompts()).hasSize(2);
        PreparedSettings prepared = settings.prepare();
        assertThat(prepared.settings().prompt()).isEqualTo("a heron");
        assertThat(settings.prepare()).isSameAs(prepared);
        assertThat(settings.prepared()).isSameAs(prepared);
        assertThat(model.prompts()).containsExactly("a fox", "", "a heron", "");
    }

    @Test
    void keepsTheEncodedPromptWhenOtherSettingsChange() {
        PreparedSettings before = settings.prepare();
        change(settings("\"prompt\":\"a fox\",\"strength\":0.3"));
        PreparedSettings after = settings.prepare();
        assertThat(after).isNotSameAs(before);
        assertThat(after.conditioning()).isSameAs(before.conditioning());
        assertThat(after.parameters()).isNotEqualTo(before.parameters());
        assertThat(model.prompts()).hasSize(2);
    }

    @Test
    void tellsOfDifferencesOnly() {
        change(first);
        assertThat(told).isEmpty();
        change(settings("\"prompt\":\"a heron\""));
        assertThat(told).containsExactly("a fox -> a heron");
        assertThat(settings.wanted().prompt()).isEqualTo("a heron");
    }

    @Test
    void tellsNobodyOfWhatIsTriedOut() {
        List<String> painted = new ArrayList<>();
        settings.tryOut(before -> settings("\"prompt\":\"a heron\""), after -> painted.add(after.prompt()));
        assertThat(settings.wanted().prompt()).isEqualTo("a heron");
        settings.whileUnchanged(known -> assertThat(known.prompt()).isEqualTo("a fox"));
        change(first);
        assertThat(told).isEmpty();

        settings.tryOut(before -> settings("\"prompt\":\"a heron\""), after -> painted.add(after.prompt()));
        change(settings("\"prompt\":\"a heron\""));
        assertThat(painted).containsExactly("a heron", "a heron");
        assertThat(told).containsExactly("a fox -> a heron");
    }

    @Test
    void tellsWhatElseChangesWithoutWhatIsTriedOut() {
        settings.tryOut(before -> settings("\"prompt\":\"a heron\""), after -> {});
        StreamSettings known = settings.change(
                before -> before.prompt().equals("a fox")
                        ? settings("\"prompt\":\"a fox\",\"seed\":7")
                        : settings("\"prompt\":\"a heron\",\"seed\":7"),
                after -> {},
                (before, after) -> told.add(after.prompt() + " " + after.seed()));
        assertThat(told).containsExactly("a fox 7");
        assertThat(known.prompt()).isEqualTo("a fox");
        assertThat(settings.wanted()).isEqualTo(settings("\"prompt\":\"a heron\",\"seed\":7"));
    }

    @Test
    void keepsWhatItHasWhenAChangeIsRefused() {
        assertThatThrownBy(() -> settings.change(
                        before -> {
                            throw new RequestException(ApiError.SETTINGS_INVALID, "no");
                        },
                        after -> told.add("never"),
                        (before, after) -> told.add("never")))
                .isInstanceOf(RequestException.class);
        assertThat(settings.wanted()).isSameAs(first);
        assertThat(told).isEmpty();
    }

    @Test
    void isAtRestUntilTheNextChange() {
        assertThat(settings.settled()).isFalse();
        settings.settle(settings.prepare());
        assertThat(settings.settled()).isTrue();
        change(settings("\"seed\":7"));
        assertThat(settings.settled()).isFalse();
        change(first);
        assertThat(settings.settled()).isTrue();
        settings.settle(null);
        assertThat(settings.settled()).isFalse();
    }

    @Test
    void anImageIsShownFromTheNextFrameOnByTheSettingsScale() {
        ImagePrompt image = new ImagePrompt(
                new ImageTokens(1, 2, new float[] {3, 4}), new ImageTokens(1, 2, new float[] {0, 1}), 1);
        settings.settle(settings.prepare());
        settings.show(image);
        assertThat(settings.settled()).isFalse();
        PreparedSettings prepared = settings.prepare();
        assertThat(prepared.conditioning().image()).isEqualTo(image.scaled(first.imageScale()));
        assertThat(settings.prepare()).isSameAs(prepared);
        assertThat(model.prompts()).as("the words stay encoded").hasSize(2);
        settings.settle(prepared);
        assertThat(settings.settled()).isTrue();
        settings.show(ImagePrompt.NONE);
        assertThat(settings.settled()).isFalse();
        assertThat(settings.prepare().conditioning().image().present()).isFalse();
    }

    @Test
    void letsNoChangeBetweenTheLookAndTheWork() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        Thread changing = new Thread(() -> {
            try {
                looking.await();
            } catch (InterruptedException e) {
                return;
            }
            change(settings("\"prompt\":\"a heron\""));
        });
        changing.start();
        settings.whileUnchanged(seen -> {
            looking.countDown();
            while (changing.getState() != Thread.State.BLOCKED) {
                Thread.yield();
            }
            assertThat(settings.wanted()).isSameAs(seen);
        });
        changing.join();
        assertThat(settings.wanted().prompt()).isEqualTo("a heron");
    }

    private void change(StreamSettings wanted) {
        settings.change(
                before -> wanted, after -> {}, (before, after) -> told.add(before.prompt() + " -> " + after.prompt()));
    }
}
