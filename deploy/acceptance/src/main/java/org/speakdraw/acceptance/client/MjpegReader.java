package org.speakdraw.acceptance.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Reads a {@code multipart/x-mixed-replace} stream part by part. One thread's. */
public final class MjpegReader implements AutoCloseable {

    private final InputStream in;

    private MjpegReader(InputStream in) {
        this.in = in;
    }

    /**
     * Opens a stream.
     *
     * @throws IOException when the answer is not 200
     */
    public static MjpegReader open(HttpApi api, String path, String... headers) throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(api.base().resolve(path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<InputStream> response =
                    api.http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return new MjpegReader(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The next JPEG; it is returned only once the boundary after it has come, as browsers show it. */
    public byte[] next() throws IOException {
        int length = -1;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        byte[] jpeg = in.readNBytes(length);
        if (!readLine().isEmpty() || !readLine().equals("--frame")) {
            throw new IOException("no boundary after a part");
        }
        return jpeg;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the stream ended");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
