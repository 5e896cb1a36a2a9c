package org.speakdraw.launcher.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.instance.DataDirectory;

/**
 * What the server is started with.
 *
 * @param home        the provisioned server; only read from
 * @param agent       jar that holds {@link ParentWatch}
 * @param listen      where it listens
 * @param https       where it speaks https besides; empty for nowhere
 * @param hosts       the names it answers to
 * @param data        where it writes
 * @param cache       where native libraries are unpacked
 * @param postmaster  the embedded database's process id file; empty string without one
 * @param environment added to the launcher's own environment; the only way for secrets
 * @param javaOptions additional options of the JVM, appended last
 * @param longestSilence after which a server that hangs is ended and started again; zero for never
 */
public record ServerOptions(
        Path home,
        Path agent,
        ListenAddress listen,
        Optional<HttpsListener> https,
        HostNames hosts,
        DataDirectory data,
        Path cache,
        String postmaster,
        Map<String, String> environment,
        String javaOptions,
        Duration longestSilence) {

    public ServerOptions {
        environment = Map.copyOf(environment);
    }
}
