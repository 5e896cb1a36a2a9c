package org.speakdraw.acceptance.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** The stream does not need the database. */
class LostDatabaseIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void streamsOnAndSavesAgainByItself() throws Exception {
        try (SessionClient client = SessionClient.open(
                server.baseUri(), "{\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\"}")) {
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 1)));
            server.database().crash();
            try {
                awaitNotice(client, "history-not-saved");
                assertThat(health(server)).isEqualTo("down");
                client.change("{\"prompt\":\"written later\"}");
                client.await("settings");
                client.awaitPicture(client.send(TestPictures.moving(64, 64, 2)));
            } finally {
                server.database().start();
            }
            awaitNotice(client, "history-saved");
            assertThat(health(server)).isEqualTo("up");
            client.awaitPicture(client.send(TestPictures.moving(64, 64, 3)));
        }
    }

    private static void awaitNotice(SessionClient client, String code) throws InterruptedException {
        while (!client.await("notice").get("code").asText().equals(code)) {
            // Another notice came first.
        }
    }

    private static String health(RunningServer server) {
        HttpApi.Answer answer = new HttpApi(server.baseUri()).get("/health");
        assertThat(answer.status()).as("the server as a whole works").isEqualTo(200);
        for (JsonNode check : answer.json().get("checks")) {
            if (check.get("name").asText().equals("history")) {
                return check.get("state").asText();
            }
        }
        throw new AssertionError("no check of the history: " + answer.body());
    }
}
