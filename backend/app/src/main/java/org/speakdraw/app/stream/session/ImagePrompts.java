package org.speakdraw.app.stream.session;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.imaging.DecodeSize;
import org.speakdraw.inference.imaging.Fit;

/**
 * The images that a session's pictures are to resemble, in up to four places, each with a weight. What the encoder saw of
 * them is forgotten with the session; the images themselves are never kept. Thread-safe.
 */
public final class ImagePrompts {

    /** Images at once. */
    public static final int PLACES = 4;

    /** What image encoders see of a picture is 224 pixels square, seldom more. */
    private static final DecodeSize LOOKED_AT = new DecodeSize(448, 448, Fit.CROP);

    private static final int IMAGES_PER_MINUTE = 30;

    private final Supplier<Model> model;
    private final Looker looker;
    private final Predicate<Frame> refused;
    private final Consumer<ImagePrompt> shown;
    private final Runnable changed;
    private final AtomicBoolean encoding = new AtomicBoolean();
    private final RequestRate rate = new RequestRate(IMAGES_PER_MINUTE);
    /** By place; guarded by this. */
    private final Map<Integer, ImagePrompt.Part> parts = new TreeMap<>();

    /** Decodes a file for somebody to look at it. */
    @FunctionalInterface
    interface Looker {
        <T> T look(byte[] file, DecodeSize size, Function<Frame, T> work);
    }

    /**
     * No images.
     *
     * @param refused whether an image is not to be taken
     * @param shown   takes what stands for all of them together
     * @param changed called after that
     */
    ImagePrompts(
            Supplier<Model> model,
            Looker looker,
            Predicate<Frame> refused,
            Consumer<ImagePrompt> shown,
            Runnable changed) {
        this.model = model;
        this.looker = looker;
        this.refused = refused;
        this.shown = shown;
        this.changed = changed;
    }

    /**
     * Takes a JPEG, PNG or WebP in place of all images before; takes as long as it takes to encode it.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code image-prompt-unavailable}, {@code picture-refused},
     *     {@code frame-too-large} and the like, {@code too-many-requests} while another one is encoded and after too many in a minute,
     *     {@code engine-starting}, {@code model-failed}
     */
    public void showOnly(byte[] file) {
        ImagePrompt image = encode(file);
        change(() -> {
            parts.clear();
            parts.put(1, new ImagePrompt.Part(image, 1));
        });
    }

    /**
     * The same at a place, beside the images in the other places.
     *
     * @param place  1..4
     * @param weight 0..1; it is the proportions that count
     */
    public void show(int place, byte[] file, double weight) {
        requirePlace(place);
        requireWeight(weight);
        ImagePrompt image = encode(file);
        change(() -> parts.put(place, new ImagePrompt.Part(image, (float) weight)));
    }

    /**
     * Gives the image at a place another weight.
     *
     * @param place  1..4
     * @param weight 0..1
     * @throws RequestException {@code not-found} where there is none, {@code request-invalid}
     */
    public void weigh(int place, double weight) {
        requirePlace(place);
        requireWeight(weight);
        change(() -> {
            ImagePrompt.Part part = parts.get(place);
            if (part == null) {
                throw new RequestException(ApiError.NOT_FOUND, "There is no image at this place.");
            }
            parts.put(place, new ImagePrompt.Part(part.image(), (float) weight));
        });
    }

    /** Takes the image at a place away, if there is one. */
    public void clear(int place) {
        requirePlace(place);
        change(() -> parts.remove(place));
    }

    /** Takes all images away. */
    public void clear() {
        change(parts::clear);
    }

    private void change(Runnable change) {
        synchronized (this) {
            change.run();
            shown.accept(ImagePrompt.blend(parts.values().stream().toList()));
        }
        changed.run();
    }

    private static void requirePlace(int place) {
        if (place < 1 || place > PLACES) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The places of images are 1 to " + PLACES + ".");
        }
    }

    private static void requireWeight(double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The weight of an image is 0 to 1.");
        }
    }

    /** Takes the engine's device from everybody, so it is bounded. */
    private ImagePrompt encode(byte[] file) {
        Model encoder = model.get();
        if (!encoder.bundle().takesImagePrompts()) {
            throw new RequestException(
                    ApiError.IMAGE_PROMPT_UNAVAILABLE, "The model of this session takes no image as a prompt.");
        }
        if (!encoding.compareAndSet(false, true)) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Another image of this session is still being looked at.",
                    Duration.ofSeconds(1));
        }
        try {
            long wait = rate.request("", System.nanoTime());
            if (wait > 0) {
                throw RequestException.tooMany(
                        ApiError.TOO_MANY_REQUESTS,
                        "At most " + IMAGES_PER_MINUTE + " images a minute are looked at.",
                        Duration.ofNanos(wait));
            }
            return looker.look(file, LOOKED_AT, image -> encoder.embed(fit(image)));
        } finally {
            encoding.set(false);
        }
    }

    private Frame fit(Frame image) {
        if (refused.test(image)) {
            throw new RequestException(
                    ApiError.PICTURE_REFUSED, "This picture may be one that is not for school. Take another one.");
        }
        return image;
    }
}
