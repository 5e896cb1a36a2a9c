package org.speakdraw.acceptance.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Pictures from words alone, and a picture that is held. */
class WordsAndFreezeIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final String WORDS =
            "{\"input\":\"none\",\"width\":128,\"height\":128,\"steps\":2,\"t_index_list\":\"\"}";

    @Test
    void paintsFromWordsOnlyWhenSomethingChanges() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), WORDS)) {
            Picture first = client.awaitPicture();
            assertThat(first.captureMicros()).isZero();
            assertThat(TestPictures.read(first.jpeg()).getWidth()).isEqualTo(128);
            Picture settled = last(client, first);
            assertThat(painted(client))
                    .as("pictures of a second in which nothing changed")
                    .isZero();

            client.change("{\"prompt\":\"the sea at night\"}");
            Picture sea = last(client, client.awaitPicture());
            assertThat(sea.jpeg()).isNotEqualTo(settled.jpeg());
            client.change("{\"seed_walk\":0.1}");
            Picture one = client.awaitPicture();
            Picture other = client.awaitPicture();
            assertThat(other.jpeg()).isNotEqualTo(one.jpeg());
            client.change("{\"seed_walk\":0}");
            assertThat(last(client, other).jpeg())
                    .as("the seed's own picture again")
                    .isEqualTo(sea.jpeg());
        }
    }

    @Test
    void framesAndWordsChangePlaces() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), WORDS)) {
            last(client, client.awaitPicture());
            // A frame is not wanted: its credit comes back, and nothing is painted.
            for (int i = 0; i < 5; i++) {
                client.send(TestPictures.moving(64, 64, i));
            }
            client.change("{\"input\":\"frames\",\"steps\":1}");
            client.await("settings");
            for (int i = 0; i < 5; i++) {
                client.awaitPicture(client.send(TestPictures.moving(64, 64, i)));
            }
            client.change("{\"input\":\"none\"}");
            assertThat(client.awaitPicture().captureMicros()).isZero();
        }
    }

    @Test
    void aFrozenSessionPaintsNothingAndGoesOnAtOnce() throws Exception {
        try (SessionClient client = SessionClient.open(server.baseUri(), SessionIT.SMALL)) {
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
            client.change("{\"freeze\":true}");
            client.await("settings");
            for (int i = 0; i < 8; i++) {
                client.send(TestPictures.moving(64, 64, i));
            }
            assertThat(painted(client)).isZero();
            client.change("{\"freeze\":false}");
            client.await("settings");
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 2)));
        }
    }

    /**
     * The reference's filter holds a new prompt back for as long as the scene stands still; while it skips it sleeps as
     * long as a picture takes and hands the last one out again. Ours gives the credit back at once and sends nothing.
     */
    @Test
    void aNewPromptShowsThoughTheFilterHoldsAStillSceneBack() throws Exception {
        String filtered = "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\","
                + "\"similarity_filter\":true,\"similarity_threshold\":0.5,\"max_skipped_frames\":120}";
        try (SessionClient client = SessionClient.open(server.baseUri(), filtered)) {
            byte[] still = TestPictures.moving(64, 64, 1);
            Picture before = client.awaitPicture(client.send(still));
            for (int i = 0; i < 5; i++) {
                client.send(still);
            }
            assertThat(painted(client)).isZero();
            client.change("{\"prompt\":\"the sea at night\"}");
            assertThat(client.awaitPicture(client.send(still)).jpeg()).isNotEqualTo(before.jpeg());
        }
    }

    /** The last picture before nothing came for a while. */
    private static Picture last(SessionClient client, Picture before) throws InterruptedException {
        Picture next = client.pictures().poll(700, TimeUnit.MILLISECONDS);
        return next == null ? before : last(client, next);
    }

    /** Pictures that left the engine in the second after the one that is running. */
    private static double painted(SessionClient client) throws InterruptedException {
        client.takeMessages();
        client.await("stats");
        JsonNode second = client.await("stats");
        return second.get("fps").asDouble();
    }
}
