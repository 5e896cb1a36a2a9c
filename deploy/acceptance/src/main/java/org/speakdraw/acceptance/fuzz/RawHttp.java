package org.speakdraw.acceptance.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests byte by byte, as no HTTP client would send them. */
final class RawHttp {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
    /** {@code HTTP/1.1 200}. */
    private static final int STATUS_LINE_BYTES = 12;

    private RawHttp() {}

    /** Sends {@code request} on a connection of its own and reads the status line of the answer. */
    static Outcome send(URI base, byte[] request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), (int) CONNECT_TIMEOUT.toMillis());
            socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                // Nothing follows: a server that waits for the rest of a body need not wait for ever.
                socket.shutdownOutput();
            } catch (IOException e) {
                // It hung up while it was being written to; there may still be an answer.
            }
            return outcome(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            return Outcome.failed("no answer within " + ANSWER_TIMEOUT);
        } catch (IOException e) {
            return Outcome.hungUp(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(InputStream answer) throws IOException {
        byte[] line = answer.readNBytes(STATUS_LINE_BYTES);
        if (line.length < STATUS_LINE_BYTES) {
            return Outcome.hungUp("without an answer");
        }
        String text = new String(line, StandardCharsets.ISO_8859_1);
        try {
            int status = Integer.parseInt(text.substring(text.indexOf(' ') + 1).strip());
            return Outcome.ofStatus(status, Integer.toString(status));
        } catch (NumberFormatException e) {
            return Outcome.failed("not a status line: " + text);
        }
    }
}
