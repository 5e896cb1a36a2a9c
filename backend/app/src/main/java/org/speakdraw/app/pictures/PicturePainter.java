package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.PictureWatch;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.still.Stills;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.PictureCodec;
import org.speakdraw.inference.imaging.PictureFormat;

/**
 * Paints what is wished for, one picture after the other. The model paints in the shape that is asked for at about the
 * size that its bundle is made for, where pictures are best; they are enlarged to what was asked for then. Thread-safe.
 */
@Singleton
public class PicturePainter {

    private static final long SEEDS = 1L << 32;

    private final Stills stills;
    private final SettingsSchema schema;
    private final OriginalReader originals;
    private final WordFilter words;
    private final PictureWatch watch;
    private final PictureCodec codec;
    private final SecureRandom random = new SecureRandom();

    @Inject
    PicturePainter(
            Stills stills, SettingsSchema schema, OriginalReader originals, WordFilter words, PictureWatch watch) {
        this.stills = stills;
        this.schema = schema;
        this.originals = originals;
        this.words = words;
        this.watch = watch;
        this.codec = originals.codec();
    }

    /**
     * Finished pictures.
     *
     * @param settings in which they were painted, the first one's seed among them
     * @param size     of the files
     */
    record Painted(StreamSettings settings, PictureSize size, List<Picture> pictures) {}

    /** One of them. */
    record Picture(byte[] file, long seed) {}

    /**
     * Paints all pictures. Decodes what is repainted on the calling thread.
     *
     * @param address of the caller, as limits count it
     * @return fails with a {@link org.speakdraw.inference.SpeakDrawException}, as {@link Stills#paint}
     * @throws org.speakdraw.inference.SpeakDrawException {@code frame-undecodable} and the like, {@code
     *     prompt-refused}, {@code too-many-requests}
     */
    CompletableFuture<Painted> paint(String address, PictureWish wish) {
        Optional<RepaintedPicture> original = wish.original().map(originals::read);
        PictureSize size = wish.size().orElseGet(() -> usualSize(original));
        StreamSettings first = settings(wish, size, original.isPresent());
        List<StreamSettings> series = IntStream.range(0, wish.count())
                .mapToObj(number -> withSeed(first, (first.seed() + number) % SEEDS))
                .toList();
        boolean stretch = wish.original().filter(PictureWish.Original::stretch).isPresent();
        Optional<Frame> repainted = original.map(picture -> picture.fitted(stretch, first.width(), first.height()));
        if (words.refusesPrompt(first.prompt(), false)) {
            throw new RequestException(
                    ApiError.PROMPT_REFUSED, "There are words in the prompt that cannot be used here.");
        }
        // While it waits, nothing is held but what is needed then.
        Optional<RepaintedPicture> kept =
                original.filter(picture -> picture.mask().isPresent());
        PictureFormat format = wish.format();
        int quality = wish.quality();
        return stills.paint(address, series, repainted, painted -> file(painted, kept, stretch, size, format, quality))
                .thenApply(files -> new Painted(first, size, pictures(files, series)));
    }

    private static List<Picture> pictures(List<byte[]> files, List<StreamSettings> series) {
        return IntStream.range(0, files.size())
                .mapToObj(number ->
                        new Picture(files.get(number), series.get(number).seed()))
                .toList();
    }

    private byte[] file(
            Frame painted,
            Optional<RepaintedPicture> original,
            boolean stretch,
            PictureSize size,
            PictureFormat format,
            int quality) {
        Frame whole = FrameFitter.fit(painted, size.width(), size.height(), Fit.CROP);
        Frame shown = original.map(picture -> picture.keep(whole, stretch)).orElse(whole);
        if (watch.refuses(shown)) {
            throw new RequestException(ApiError.PICTURE_REFUSED, "The picture may be one that is not for school.");
        }
        return codec.encode(shown, format, quality);
    }

    /** That of the bundle, in the shape of what is repainted. */
    private PictureSize usualSize(Optional<RepaintedPicture> original) {
        StreamSettings usual = schema.defaults();
        return original.map(shape -> PictureSize.ofShape(
                        shape.colours().width(), shape.colours().height(), (long) usual.width() * usual.height()))
                .orElseGet(() -> new PictureSize(usual.width(), usual.height()));
    }

    private StreamSettings settings(PictureWish wish, PictureSize size, boolean repaints) {
        StreamSettings usual = schema.defaults();
        long area = Math.min(size.pixels(), (long) usual.width() * usual.height());
        PictureSize painted = PictureSize.ofShape(size.width(), size.height(), area);
        ObjectNode wishes = wish.settings().deepCopy();
        wishes.put(Parameters.WIDTH.id(), painted.width())
                .put(Parameters.HEIGHT.id(), painted.height())
                .put(Parameters.SEED.id(), wish.seed().orElseGet(() -> random.nextLong(SEEDS)))
                .put(Parameters.INPUT.id(), repaints ? "frames" : "none");
        return schema.apply(usual, schema.nearest(usual, wishes));
    }

    private StreamSettings withSeed(StreamSettings settings, long seed) {
        return schema.apply(settings, JsonNodeFactory.instance.objectNode().put(Parameters.SEED.id(), seed));
    }
}
