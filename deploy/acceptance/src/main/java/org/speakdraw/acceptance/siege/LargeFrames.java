package org.speakdraw.acceptance.siege;

import java.awt.Color;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;

/** Sessions in {@code human} mode that send the largest frames there may be, as fast as they may. */
final class LargeFrames implements Attack {

    private static final int SIDE = 4_096;

    private final URI base;
    private final int sessions;
    private final byte[] frame = TestPictures.solid(SIDE, SIDE, Color.GRAY);
    private final List<SessionClient> clients = new ArrayList<>();

    LargeFrames(URI base, int sessions) {
        this.base = base;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "large frames";
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(200);
    }

    @Override
    public String strike() {
        if (clients.size() < sessions) {
            clients.add(SessionClient.open(base, "{\"width\":64,\"height\":64,\"mode\":\"human\"}"));
        }
        int sent = 0;
        for (SessionClient client : clients) {
            client.pictures().clear();
            client.takeMessages();
            sent += client.trySend(frame) ? 1 : 0;
        }
        return sent == 0 ? "no credit" : "sent";
    }

    @Override
    public void close() {
        for (SessionClient client : clients) {
            client.api().delete("/api/sessions/" + client.id(), client.authorization());
            client.close();
        }
    }
}
