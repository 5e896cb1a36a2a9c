package org.speakdraw.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.https.HttpsFront;
import org.speakdraw.launcher.instance.DataDirectory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whether and how the page is served over https. */
final class HttpsOptions {

    private static final int DEFAULT_PORT = 8443;

    @Option(
            names = "--https",
            description =
                    "Serve the page over https, which browsers ask for before they allow camera and microphone to "
                            + "other devices; with a certificate made here, which devices are told to trust.")
    private boolean wanted;

    @Option(names = "--https-port", paramLabel = "N", description = "Port for https (default: " + DEFAULT_PORT + ").")
    private @Nullable Integer port;

    @ArgGroup(exclusive = false)
    private @Nullable GivenCertificate given;

    /** Never one without the other. */
    static final class GivenCertificate {

        @Option(
                names = "--cert",
                required = true,
                paramLabel = "FILE",
                description = "Serve https with this certificate and its chain (PEM).")
        private Path certificate = Path.of("");

        @Option(names = "--key", required = true, paramLabel = "FILE", description = "Private key of --cert (PEM).")
        private Path key = Path.of("");
    }

    boolean wanted() {
        return wanted || given != null;
    }

    /** Fails where the options contradict each other, or the surroundings. */
    void check(boolean behindProxy) {
        if (port != null && !wanted()) {
            throw new LaunchException(Failure.USAGE, "--https-port goes with --https, or with --cert and --key.");
        }
        if (wanted() && behindProxy) {
            throw new LaunchException(
                    Failure.USAGE,
                    "Behind a proxy (SPEAKDRAW_BEHIND_PROXY) it is the proxy that speaks https; leave out --https.");
        }
    }

    /** Makes ready what is needed; empty for plain http. */
    Optional<HttpsFront> prepare(ListenAddress http, HostNames names, DataDirectory data) throws IOException {
        if (!wanted()) {
            return Optional.empty();
        }
        ListenAddress https = http.secure(port == null ? DEFAULT_PORT : port);
        https.checkFree();
        return Optional.of(
                given == null
                        ? HttpsFront.local(data.https(), https, names)
                        : HttpsFront.given(data.https(), https, given.certificate, given.key));
    }
}
