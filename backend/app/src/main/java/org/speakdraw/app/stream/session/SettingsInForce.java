package org.speakdraw.app.stream.session;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameSettings;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamParameters;

/**
 * A session's settings: as they were asked for last, made ready for the engine, and whether the picture is at rest.
 * Thread-safe.
 */
final class SettingsInForce implements FrameSettings {

    private final Model model;
    private final Object changing = new Object();
    private volatile StreamSettings wanted;
    /** As everybody knows them: without what is only being tried out. Guarded by {@link #changing}. */
    private StreamSettings told;

    private volatile PreparedSettings prepared;
    /** Beside the words; its scale is the settings'. */
    private volatile ImagePrompt image = ImagePrompt.NONE;
    /** What the picture has come to rest under; null: it has not. */
    private volatile @Nullable PreparedSettings settledFor;

    private volatile boolean held;

    /**
     * Encodes the first prompts.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code engine-starting}, {@code bundle-invalid},
     *     {@code model-failed}
     */
    SettingsInForce(Model model, StreamSettings first) {
        this.model = model;
        this.wanted = first;
        this.told = first;
        this.prepared = new PreparedSettings(first, parameters(first), model.words(first));
    }

    /** As they were asked for last. */
    StreamSettings wanted() {
        return wanted;
    }

    /** As they were made ready last. */
    PreparedSettings prepared() {
        return prepared;
    }

    /**
     * Changes them: whatever frame comes after this is painted with the new ones.
     *
     * @param change  what becomes of those in force; may refuse with an exception
     * @param changed when those in force differ now
     * @param teller  when they differ from those of the last {@code change}, both; nobody else changes them meanwhile
     * @return those now in force, without what is being tried
     */
    StreamSettings change(
            UnaryOperator<StreamSettings> change,
            Consumer<StreamSettings> changed,
            BiConsumer<StreamSettings, StreamSettings> teller) {
        synchronized (changing) {
            StreamSettings before = told;
            // What is only being tried is no part of what is told, though it stays in force.
            StreamSettings now = change.apply(before);
            tryOut(change, changed);
            told = now;
            if (!now.equals(before)) {
                teller.accept(before, now);
            }
            return now;
        }
    }

    /** Changes them for a look: as {@link #change}, but nobody is told, neither of this nor of its taking back. */
    StreamSettings tryOut(UnaryOperator<StreamSettings> change, Consumer<StreamSettings> changed) {
        synchronized (changing) {
            StreamSettings before = wanted;
            StreamSettings after = change.apply(before);
            if (!after.equals(before)) {
                wanted = after;
                changed.accept(after);
            }
            return after;
        }
    }

    /** Takes back what is only being tried. */
    void endTrial(Consumer<StreamSettings> changed) {
        tryOut(tried -> told, changed);
    }

    /** Does something with them, as everybody knows them, that no change may come between. */
    void whileUnchanged(Consumer<StreamSettings> work) {
        synchronized (changing) {
            work.accept(told);
        }
    }

    /** Shows the engine {@code newImage} from the next frame on; {@link ImagePrompt#NONE} takes the last one away. */
    void show(ImagePrompt newImage) {
        image = newImage;
    }

    @Override
    public PreparedSettings prepare() {
        StreamSettings now = wanted;
        PreparedSettings before = prepared;
        ImagePrompt shown = image.scaled(now.imageScale());
        if (!before.settings().equals(now) || !before.conditioning().image().equals(shown)) {
            Conditioning conditioning = sameWords(now, before.settings()) ? before.conditioning() : model.words(now);
            before = new PreparedSettings(now, parameters(now), conditioning.with(shown));
            prepared = before;
        }
        return before;
    }

    private StreamParameters parameters(StreamSettings settings) {
        return settings.streamParameters(model.bundle().timesteps());
    }

    private static boolean sameWords(StreamSettings some, StreamSettings others) {
        return some.prompt().equals(others.prompt())
                && some.negativePrompt().equals(others.negativePrompt())
                && some.loraScale() == others.loraScale();
    }

    @Override
    public boolean settled() {
        PreparedSettings rest = settledFor;
        StreamSettings now = wanted;
        return rest != null
                && rest.settings().equals(now)
                && rest.conditioning().image().equals(image.scaled(now.imageScale()));
    }

    @Override
    public boolean held() {
        return held;
    }

    /**
     * Stops painting whatever the settings say, or lets it go on.
     *
     * @return false when it was so before
     */
    boolean hold(boolean on) {
        boolean changed = held != on;
        held = on;
        return changed;
    }

    /** The picture has come to rest under {@code painted}, or, with null, it moves. */
    void settle(@Nullable PreparedSettings painted) {
        settledFor = painted;
    }
}
