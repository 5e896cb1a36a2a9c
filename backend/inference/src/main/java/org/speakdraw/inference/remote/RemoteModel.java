package org.speakdraw.inference.remote;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A model on a model server.
 *
 * @param server   {@code grpc://host:port}, or {@code grpcs://host:port} with TLS
 * @param caFile   certificates (PEM) of whom the server's certificate is to come from; empty: those that Java trusts
 * @param token    sent as a bearer token, only with TLS
 * @param name     of the model there
 * @param version  of the model; empty: the server chooses
 * @param deadline of one call
 */
public record RemoteModel(
        URI server, Optional<Path> caFile, Optional<String> token, String name, String version, Duration deadline) {

    /** @throws IllegalArgumentException naming the value that is not usable, but never the token */
    public RemoteModel {
        String scheme = server.getScheme();
        boolean known = "grpc".equals(scheme) || "grpcs".equals(scheme);
        if (!known
                || server.getHost() == null
                || server.getPort() < 1
                || !server.getPath().isEmpty()
                || server.getRawUserInfo() != null
                || server.getRawQuery() != null
                || server.getRawFragment() != null) {
            // Not what it is: there may be a password in it.
            throw new IllegalArgumentException(
                    "a model server is grpc://host:port, or grpcs://host:port with TLS, and nothing more");
        }
        if (!"grpcs".equals(scheme) && (caFile.isPresent() || token.isPresent())) {
            throw new IllegalArgumentException(
                    "a CA file and a token are for a model server with TLS (grpcs://), not for " + server);
        }
        if (name.isBlank() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "the model on " + server + " needs a name, and a deadline above 0: " + deadline);
        }
    }

    /** Whether calls are encrypted. */
    boolean tls() {
        return "grpcs".equals(server.getScheme());
    }

    /** For people. */
    @Override
    public String toString() {
        return "the model \"" + name + (version.isEmpty() ? "" : "\" version \"" + version) + "\" on " + server;
    }
}
