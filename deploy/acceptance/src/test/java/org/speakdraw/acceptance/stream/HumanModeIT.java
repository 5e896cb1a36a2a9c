package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RunningServer;

/** {@code human} mode: the person is repainted, the background stays. */
class HumanModeIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final String SETTINGS =
            "{\"width\":256,\"height\":256,\"steps\":1,\"t_index_list\":\"\",\"mode\":\"human\",\"jpeg_quality\":95,"
                    + "\"strength\":0.3,\"prompt\":\"a portrait at night\"}";

    @Test
    void passesFramesThroughWhereNobodyIs() throws Exception {
        byte[] frame = TestPictures.solid(300, 300, new Color(0x7a9c5e));
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            byte[] picture = client.awaitPicture(client.send(frame)).jpeg();
            assertThat(TestPictures.read(picture).getWidth())
                    .as("at the frame's resolution")
                    .isEqualTo(300);
            assertThat(TestPictures.difference(picture, frame)).isLessThan(3);
        }
    }

    @Test
    void repaintsThePersonOnly() throws Exception {
        BufferedImage portrait =
                ImageIO.read(Checkout.golden("selfie/astronaut_256x256.png").toFile());
        BufferedImage person = ImageIO.read(
                Checkout.golden("selfie/astronaut_256x256_mask.png").toFile());
        byte[] frame = TestPictures.jpeg(portrait);
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            BufferedImage human =
                    TestPictures.read(client.awaitPicture(client.send(frame)).jpeg());
            BufferedImage original = TestPictures.read(frame);
            assertThat(change(original, human, person, false)).as("background").isLessThan(3);
            assertThat(change(original, human, person, true)).as("person").isGreaterThan(15);

            client.change("{\"mode\":\"full\"}");
            BufferedImage full =
                    TestPictures.read(client.awaitPicture(client.send(frame)).jpeg());
            assertThat(change(original, full, person, false))
                    .as("background in full mode")
                    .isGreaterThan(15);
        }
    }

    @Test
    void saysThatNobodyIsThereAndTakesItBack() throws Exception {
        byte[] empty = TestPictures.solid(256, 256, new Color(0x7a9c5e));
        byte[] portrait = TestPictures.jpeg(
                ImageIO.read(Checkout.golden("selfie/astronaut_256x256.png").toFile()));
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            assertThat(client.await("person").path("present").asBoolean())
                    .as("to begin with")
                    .isTrue();
            for (int frame = 0; frame < 12; frame++) {
                client.awaitPicture(client.send(empty));
            }
            assertThat(client.await("person").path("present").asBoolean(true)).isFalse();
            for (int frame = 0; frame < 3; frame++) {
                client.awaitPicture(client.send(portrait));
            }
            assertThat(client.await("person").path("present").asBoolean()).isTrue();
        }
    }

    @Test
    void repaintsTheBackgroundInsteadAndShowsTheMatte() throws Exception {
        BufferedImage portrait =
                ImageIO.read(Checkout.golden("selfie/astronaut_256x256.png").toFile());
        BufferedImage person = ImageIO.read(
                Checkout.golden("selfie/astronaut_256x256_mask.png").toFile());
        byte[] frame = TestPictures.jpeg(portrait);
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            client.change("{\"matte_invert\":true}");
            BufferedImage inverted =
                    TestPictures.read(client.awaitPicture(client.send(frame)).jpeg());
            BufferedImage original = TestPictures.read(frame);
            assertThat(change(original, inverted, person, true)).as("person").isLessThan(3);
            assertThat(change(original, inverted, person, false))
                    .as("background")
                    .isGreaterThan(15);

            client.change("{\"matte_invert\":false,\"matte_view\":\"matte\"}");
            BufferedImage matte =
                    TestPictures.read(client.awaitPicture(client.send(frame)).jpeg());
            assertThat(change(person, matte, person, true)).as("white person").isLessThan(4);
            assertThat(change(person, matte, person, false))
                    .as("black background")
                    .isLessThan(4);
        }
    }

    /** For the README: frame, matte, the person repainted, the background repainted. */
    @Test
    void looksAsTheReadmeShows() throws Exception {
        BufferedImage portrait =
                ImageIO.read(Checkout.golden("selfie/astronaut_256x256.png").toFile());
        byte[] frame = TestPictures.jpeg(portrait);
        BufferedImage strip = new BufferedImage(4 * 256, 256, BufferedImage.TYPE_INT_RGB);
        strip.getGraphics().drawImage(portrait, 0, 0, null);
        String[] changes = {
            "{\"matte_view\":\"matte\"}",
            "{\"matte_view\":\"off\",\"prompt\":\"a pencil sketch\"}",
            "{\"matte_invert\":true,\"prompt\":\"the sea at night\"}"
        };
        try (SessionClient client = SessionClient.open(server.baseUri(), SETTINGS)) {
            for (int i = 0; i < changes.length; i++) {
                client.change(changes[i]);
                // The matte settles over a few frames.
                for (int again = 0; again < 4; again++) {
                    client.awaitPicture(client.send(frame));
                }
                BufferedImage shown = TestPictures.read(
                        client.awaitPicture(client.send(frame)).jpeg());
                strip.getGraphics().drawImage(shown, 256 * (i + 1), 0, null);
            }
        }
        Path folder = Files.createDirectories(Checkout.root().resolve("deploy/acceptance/target/screenshots"));
        assertThat(ImageIO.write(strip, "png", folder.resolve("person.png").toFile()))
                .isTrue();
    }

    /** Mean change of the pixels that surely belong to the person, or surely do not. */
    private static double change(BufferedImage before, BufferedImage after, BufferedImage mask, boolean person) {
        long sum = 0;
        long pixels = 0;
        for (int y = 0; y < mask.getHeight(); y++) {
            for (int x = 0; x < mask.getWidth(); x++) {
                int certainty = mask.getRGB(x, y) & 255;
                if (person ? certainty > 250 : certainty < 5) {
                    int a = before.getRGB(x, y);
                    int b = after.getRGB(x, y);
                    for (int shift = 0; shift <= 16; shift += 8) {
                        sum += Math.abs((a >> shift & 255) - (b >> shift & 255));
                    }
                    pixels++;
                }
            }
        }
        return sum / (3.0 * pixels);
    }
}
