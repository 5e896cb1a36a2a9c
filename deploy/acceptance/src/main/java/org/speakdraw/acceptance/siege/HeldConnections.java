package org.speakdraw.acceptance.siege;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Requests that never end: many connections are held, each with a beginning and one byte more now and then. */
final class HeldConnections implements Attack {

    private static final int CONNECT_MILLIS = 5_000;

    private final String name;
    private final URI base;
    private final byte[] beginning;
    private final byte[] trickle;
    private final int most;
    private final Deque<Socket> held = new ArrayDeque<>();

    /**
     * @param beginning what is sent at once
     * @param trickle   what is sent now and then
     * @param most      connections held at a time
     */
    HeldConnections(String name, URI base, String beginning, String trickle, int most) {
        this.name = name;
        this.base = base;
        this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
        this.trickle = trickle.getBytes(StandardCharsets.ISO_8859_1);
        this.most = most;
    }

    /** Bodies of which the first byte comes and then hardly anything. */
    static HeldConnections unfinishedBodies(URI base, int most) {
        return new HeldConnections(
                "unfinished bodies",
                base,
                "POST /api/sessions HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
                " ",
                most);
    }

    /** Headers of hundreds of kilobytes that do not end. */
    static HeldConnections unfinishedHeaders(URI base, int most) {
        return new HeldConnections(
                "unfinished headers",
                base,
                "GET / HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nX-Long: " + "x".repeat(900_000),
                "x",
                most);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(50);
    }

    @Override
    public String strike() throws IOException {
        Socket socket = held.size() < most ? connect() : held.removeFirst();
        try {
            socket.getOutputStream().write(trickle);
            held.addLast(socket);
            return "held";
        } catch (IOException cut) {
            socket.close();
            return "cut off";
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), CONNECT_MILLIS);
            socket.getOutputStream().write(beginning);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        for (Socket socket : held) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone, which is all that was wanted.
            }
        }
    }
}
