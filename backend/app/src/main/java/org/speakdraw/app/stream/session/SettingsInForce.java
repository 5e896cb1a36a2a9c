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
    private volatile PreparedSettings prepared;
    /** Beside the words; its scale is the settings'. */
    private volatile ImagePrompt image = ImagePrompt.NONE;
    /** What the picture has come to rest under; null: it has not. */
    private volatile @Nullable PreparedSettings settledFor;

    /**
     * Encodes the first prompts.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code engine-starting}, {@code bundle-invalid},
     *     {@code model-failed}
     */
    SettingsInForce(Model model, StreamSettings first) {
        this.model = model;
        this.wanted = first;
        this.prepared = new PreparedSettings(first, parameters(first), encode(first));
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
     * @param change what becomes of those in force; may refuse with an exception
     * @param told   when there is a difference, before and after; nobody else changes them meanwhile
     * @return those now in force
     */
    StreamSettings change(UnaryOperator<StreamSettings> change, BiConsumer<StreamSettings, StreamSettings> told) {
        synchronized (changing) {
            StreamSettings before = wanted;
            StreamSettings after = change.apply(before);
            if (!after.equals(before)) {
                wanted = after;
                told.accept(before, after);
            }
            return after;
        }
    }

    /** Does something with them that no change may come between. */
    void whileUnchanged(Consumer<StreamSettings> work) {
        synchronized (changing) {
            work.accept(wanted);
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
            boolean samePrompts = now.prompt().equals(before.settings().prompt())
                    && now.negativePrompt().equals(before.settings().negativePrompt());
            Conditioning conditioning = samePrompts ? before.conditioning() : encode(now);
            before = new PreparedSettings(now, parameters(now), conditioning.with(shown));
            prepared = before;
        }
        return before;
    }

    private StreamParameters parameters(StreamSettings settings) {
        return settings.streamParameters(model.bundle().timesteps());
    }

    private Conditioning encode(StreamSettings settings) {
        return new Conditioning(model.embed(settings.prompt()), model.embed(settings.negativePrompt()));
    }

    @Override
    public boolean settled() {
        PreparedSettings rest = settledFor;
        StreamSettings now = wanted;
        return rest != null
                && rest.settings().equals(now)
                && rest.conditioning().image().equals(image.scaled(now.imageScale()));
    }

    /** The picture has come to rest under {@code painted}, or, with null, it moves. */
    void settle(@Nullable PreparedSettings painted) {
        settledFor = painted;
    }
}
