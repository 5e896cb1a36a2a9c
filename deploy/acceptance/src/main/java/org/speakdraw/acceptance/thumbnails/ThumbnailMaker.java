package org.speakdraw.acceptance.thumbnails;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a running server paint every built-in preset over a sketch that suits it, and keeps the pictures. */
@Command(
        name = "thumbnail-maker",
        mixinStandardHelpOptions = true,
        description = "Makes the pictures of the built-in presets; see make-thumbnails.")
public final class ThumbnailMaker implements Callable<Integer> {

    private static final int SIDE = 160;
    private static final float QUALITY = 0.82f;
    /** The first pictures of a stream may still be those of the prompt before. */
    private static final int FRAMES = 6;

    @Option(names = "--url", required = true, description = "Server.")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--out", required = true, description = "Folder of the pictures.")
    private Path out = Path.of(".");

    private final Sketches sketches = new Sketches();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ThumbnailMaker()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        try (SessionClient client = SessionClient.open(url, "{}")) {
            for (JsonNode preset :
                    new HttpApi(url).get("/api/presets?limit=60").json().get("presets")) {
                if (!preset.get("slug").isNull()) {
                    Path file = out.resolve(preset.get("slug").asText() + ".jpg");
                    write(paint(client, preset), file);
                    System.out.println(file + " " + Files.size(file) + " bytes");
                }
            }
        }
        return 0;
    }

    private byte[] paint(SessionClient client, JsonNode preset) throws InterruptedException {
        client.change("{\"prompt\":" + preset.get("prompt") + "}");
        byte[] sketch = sketches.of(preset.get("slug").asText());
        byte[] painted = {};
        for (int i = 0; i < FRAMES; i++) {
            painted = client.awaitPicture(client.send(sketch)).jpeg();
        }
        return painted;
    }

    private static void write(byte[] jpeg, Path file) throws IOException {
        BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(TestPictures.read(jpeg), 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(QUALITY);
        Files.deleteIfExists(file);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(small, null, null), quality);
        } finally {
            writer.dispose();
        }
    }
}
