package org.speakdraw.launcher;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.https.HttpsFront;
import org.speakdraw.launcher.https.QrCode;

/**
 * What a person is told when everything runs: where the page is, for whom, and what to mind.
 *
 * @param http  where plain http is spoken
 * @param https where https is, if it is
 * @param names what the server answers to
 * @param behindProxy whether people come through a proxy, which has its own https
 */
record Announcement(ListenAddress http, Optional<HttpsFront> https, HostNames names, boolean behindProxy) {

    /** The page's address for a browser on this machine. */
    URI uri() {
        return https.map(HttpsFront::listen).orElse(http).uri();
    }

    void tell(Terminal terminal) {
        if (names.anyName()) {
            terminal.warn(
                    "the server answers to every name; tell it the proxy's with --host NAME or SPEAKDRAW_HOSTS, which"
                            + " keeps other pages from using it by DNS rebinding.");
        }
        if (!http.localOnly()) {
            terminal.warn("everybody in the network can use this server.");
            if (https.isEmpty() && !behindProxy) {
                terminal.warn("browsers on other devices allow camera and microphone over https only: start with"
                        + " --https.");
            }
        }
        terminal.say("SpeakDraw is ready: " + uri());
        https.ifPresentOrElse(front -> tell(front, terminal), () -> tellNetwork(http.networkUris(), terminal));
    }

    private void tell(HttpsFront front, Terminal terminal) {
        List<URI> addresses = front.trust().isPresent()
                ? front.listen().networkUris()
                : front.hosts().stream().map(front.listen()::uri).toList();
        tellNetwork(addresses, terminal);
        Optional<URI> newcomers = front.trust()
                .flatMap(trust -> http.networkUris().stream().findFirst().map(uri -> uri.resolve("trust")));
        newcomers.ifPresent(uri -> terminal.say("  new devices     " + uri + " (how to trust the certificate)"));
        front.trust().ifPresent(trust -> {
            terminal.say("  certificate     SHA-256 " + trust.fingerprint());
            if (trust.fresh()) {
                terminal.say("                  is new: each device is told once to trust it");
            }
        });
        newcomers
                .or(() -> addresses.stream().findFirst())
                .ifPresent(uri -> terminal.picture(QrCode.of(uri.toString()).terminalLines()));
    }

    private static void tellNetwork(List<URI> addresses, Terminal terminal) {
        if (!addresses.isEmpty()) {
            terminal.say("  in the network  "
                    + String.join(" ", addresses.stream().map(URI::toString).toList()));
        }
    }
}
