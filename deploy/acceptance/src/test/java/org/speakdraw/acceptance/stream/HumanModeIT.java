package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.PersonPictures;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RunningServer;

/** {@code human} mode: the person is repainted, the background stays. */
class HumanModeIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final int SIDE = 256;
    private static final int STEPS = 3;
    private static final BufferedImage PORTRAIT = PersonPictures.sized(SIDE);
    private static final byte[] FRAME = TestPictures.jpeg(PORTRAIT);
    private static final byte[] EMPTY = TestPictures.solid(300, 300, new Color(0x7a9c5e));

    private static final String SETTINGS =
            "{\"width\":256,\"height\":256,\"steps\":1,\"t_index_list\":\"\",\"mode\":\"human\",\"jpeg_quality\":95,"
                    + "\"strength\":0.3,\"prompt\":\"a portrait at night\"}";

    @Test
    void passesFramesThroughWhereNobodyIs() throws Exception {
        try (SessionClient client = open()) {
            byte[] picture = client.awaitPicture(client.send(EMPTY)).jpeg();
            assertThat(TestPictures.read(picture).getWidth())
                    .as("at the frame's resolution")
                    .isEqualTo(300);
            assertThat(TestPictures.difference(picture, EMPTY)).isLessThan(3);
        }
    }

    @Test
    void repaintsThePersonOnly() throws Exception {
        BufferedImage matte = matteOf(FRAME);
        BufferedImage original = TestPictures.read(FRAME);
        try (SessionClient client = open()) {
            BufferedImage human = shown(client, FRAME);
            assertThat(change(original, human, matte, false)).as("background").isLessThan(3);
            assertThat(change(original, human, matte, true)).as("person").isGreaterThan(15);

            client.change("{\"mode\":\"full\"}");
            assertThat(change(original, shown(client, FRAME), matte, false))
                    .as("background in full mode")
                    .isGreaterThan(15);
        }
    }

    /** The frame is larger than what the model paints, and its background comes back at its own resolution. */
    @Test
    void givesTheBackgroundBackAsItCame() throws Exception {
        byte[] large = TestPictures.jpeg(PersonPictures.sized(2 * SIDE));
        BufferedImage matte = matteOf(large);
        BufferedImage original = TestPictures.read(large);
        try (SessionClient client = open()) {
            client.change("{\"jpeg_quality\":100}");
            BufferedImage human = shown(client, large);
            assertThat(human.getWidth()).isEqualTo(2 * SIDE);
            int worst = 0;
            int blocks = 0;
            for (int y = 16; y < 2 * SIDE - 16; y += 16) {
                for (int x = 16; x < 2 * SIDE - 16; x += 16) {
                    // A block of a JPEG and what its colours are smoothed with.
                    if (isBlack(matte, x - 16, y - 16, 48)) {
                        worst = Math.max(worst, worstChange(original, human, x, y, 16));
                        blocks++;
                    }
                }
            }
            assertThat(blocks).as("blocks without a person").isGreaterThan(100);
            assertThat(worst)
                    .as("levels between the frame and the picture, which was a JPEG twice")
                    .isLessThanOrEqualTo(12);
        }
    }

    @Test
    void saysThatNobodyIsThereAndTakesItBack() throws Exception {
        try (SessionClient client = open()) {
            assertThat(client.await("person").path("present").asBoolean())
                    .as("to begin with")
                    .isTrue();
            for (int frame = 0; frame < 12; frame++) {
                client.awaitPicture(client.send(EMPTY));
            }
            assertThat(client.await("person").path("present").asBoolean(true)).isFalse();
            for (int frame = 0; frame < 3; frame++) {
                client.awaitPicture(client.send(FRAME));
            }
            assertThat(client.await("person").path("present").asBoolean()).isTrue();
        }
    }

    @Test
    void repaintsTheBackgroundInstead() throws Exception {
        BufferedImage matte = matteOf(FRAME);
        BufferedImage original = TestPictures.read(FRAME);
        try (SessionClient client = open()) {
            client.change("{\"matte_invert\":true}");
            BufferedImage inverted = shown(client, FRAME);
            assertThat(change(original, inverted, matte, true)).as("person").isLessThan(3);
            assertThat(change(original, inverted, matte, false))
                    .as("background")
                    .isGreaterThan(15);
        }
    }

    @Test
    void showsTheMatteOfTheReference() throws Exception {
        byte[] frame = TestPictures.jpeg(
                ImageIO.read(Checkout.golden("selfie/astronaut_256x256.png").toFile()));
        BufferedImage person = ImageIO.read(
                Checkout.golden("selfie/astronaut_256x256_mask.png").toFile());
        BufferedImage matte = matteOf(frame);
        assertThat(change(person, matte, person, true)).as("white person").isLessThan(4);
        assertThat(change(person, matte, person, false)).as("black background").isLessThan(4);
    }

    /** Whoever moves far between frames leaves no ghost, though the picture is some frames behind the camera. */
    @Test
    void putsEveryPictureOfSeveralStepsBackIntoItsOwnFrame() throws Exception {
        List<BufferedImage> views = List.of(PORTRAIT, PersonPictures.mirrored(SIDE));
        List<byte[]> frames = views.stream().map(TestPictures::jpeg).toList();
        List<BufferedImage> mattes = List.of(matteOf(frames.get(0)), matteOf(frames.get(1)));
        try (SessionClient client = open()) {
            client.change("{\"steps\":" + STEPS + "}");
            for (int sent = 1; sent < 12; sent++) {
                client.send(frames.get(sent % 2));
                Picture picture = client.awaitPicture();
                int own = (int) (picture.sequence() % 2);
                assertThat(picture.sequence()).isEqualTo(Math.max(1, sent - STEPS + 1));
                BufferedImage human = TestPictures.read(picture.jpeg());
                assertThat(change(views.get(own), human, mattes.get(own), false))
                        .as("background of picture %d", picture.sequence())
                        .isLessThan(3);
                assertThat(change(views.get(own), human, mattes.get(own), true))
                        .as("person of picture %d", picture.sequence())
                        .isGreaterThan(15);
            }
        }
    }

    /** A stream that started afresh would show its newest frame, not that of two frames before. */
    @Test
    void changesTheModeWithoutStartingTheStreamAfresh() throws Exception {
        BufferedImage matte = matteOf(FRAME);
        BufferedImage original = TestPictures.read(FRAME);
        try (SessionClient client = open()) {
            client.change("{\"steps\":" + STEPS + "}");
            List<Boolean> kept = new ArrayList<>();
            for (int sent = 1; sent <= 15; sent++) {
                if (sent % 5 == 0) {
                    client.change("{\"mode\":\"" + (sent == 10 ? "human" : "full") + "\"}");
                }
                client.send(FRAME);
                Picture picture = client.awaitPicture();
                assertThat(picture.sequence()).isEqualTo(Math.max(1, sent - STEPS + 1));
                if (sent >= STEPS) {
                    kept.add(change(original, TestPictures.read(picture.jpeg()), matte, false) < 3);
                }
            }
            // Frames 1 to 13: each is shown in the mode in which it was sent.
            assertThat(kept)
                    .containsExactly(true, true, true, true, false, false, false, false, false, true, true, true, true);
        }
    }

    /** For the README: frame, matte, the person repainted, the background repainted. */
    @Test
    void looksAsTheReadmeShows() throws Exception {
        BufferedImage strip = new BufferedImage(4 * SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        strip.getGraphics().drawImage(PORTRAIT, 0, 0, null);
        String[] changes = {
            "{\"matte_view\":\"matte\"}",
            "{\"matte_view\":\"off\",\"prompt\":\"a mosaic\"}",
            "{\"matte_invert\":true,\"prompt\":\"the sea at night\"}"
        };
        try (SessionClient client = open()) {
            for (int i = 0; i < changes.length; i++) {
                client.change(changes[i]);
                strip.getGraphics().drawImage(shown(client, FRAME), SIDE * (i + 1), 0, null);
            }
        }
        Path folder = Files.createDirectories(Checkout.root().resolve("deploy/acceptance/target/screenshots"));
        assertThat(ImageIO.write(strip, "png", folder.resolve("person.png").toFile()))
                .isTrue();
    }

    private static SessionClient open() {
        return SessionClient.open(server.baseUri(), SETTINGS);
    }

    private static BufferedImage shown(SessionClient client, byte[] frame) throws InterruptedException {
        return TestPictures.read(client.awaitPicture(client.send(frame)).jpeg());
    }

    /** As the page would show it: white is the person. */
    private static BufferedImage matteOf(byte[] frame) throws InterruptedException {
        try (SessionClient client = open()) {
            client.change("{\"matte_view\":\"matte\"}");
            return shown(client, frame);
        }
    }

    /** Mean change of the pixels that surely belong to the person, or surely do not. */
    private static double change(BufferedImage before, BufferedImage after, BufferedImage matte, boolean person) {
        long sum = 0;
        long pixels = 0;
        for (int y = 0; y < matte.getHeight(); y++) {
            for (int x = 0; x < matte.getWidth(); x++) {
                int certainty = matte.getRGB(x, y) & 255;
                if (person ? certainty > 250 : certainty < 5) {
                    sum += change(before.getRGB(x, y), after.getRGB(x, y), true);
                    pixels++;
                }
            }
        }
        assertThat(pixels).isGreaterThan(1000);
        return sum / (3.0 * pixels);
    }

    private static int worstChange(BufferedImage before, BufferedImage after, int left, int top, int side) {
        int worst = 0;
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                worst = Math.max(worst, change(before.getRGB(x, y), after.getRGB(x, y), false));
            }
        }
        return worst;
    }

    /** Of the three channels together, or of the one that changed most. */
    private static int change(int before, int after, boolean together) {
        int sum = 0;
        int worst = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int channel = Math.abs((before >> shift & 255) - (after >> shift & 255));
            sum += channel;
            worst = Math.max(worst, channel);
        }
        return together ? sum : worst;
    }

    private static boolean isBlack(BufferedImage matte, int left, int top, int side) {
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                if ((matte.getRGB(x, y) & 255) > 4) {
                    return false;
                }
            }
        }
        return true;
    }
}
