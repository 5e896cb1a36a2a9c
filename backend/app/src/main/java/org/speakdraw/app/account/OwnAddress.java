package org.speakdraw.app.account;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * This server as browsers reach it, and where others send them back to: only there they have the cookies that they went with.
 *
 * @param uri https, or http on this machine, without a path
 */
record OwnAddress(URI uri) {

    OwnAddress {
        if (!ProviderHttp.isSafe(uri)) {
            throw new IllegalArgumentException(
                    "speakdraw.address is " + uri + "; it begins with https:// (or http://localhost)");
        }
        if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
            throw new IllegalArgumentException("speakdraw.address is " + uri + "; it has no path");
        }
    }

    /** A page or a call of this server. */
    URI resolve(String path) {
        return uri.resolve(path);
    }

    /**
     * Whether a browser is there.
     *
     * @param host as it names this server, with the port unless it is the scheme's own; null when it does not
     */
    boolean isWhere(@Nullable String host) {
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        String name = uri.getHost();
        return host == null
                || host.equalsIgnoreCase(name + ":" + port)
                || (port == usual && host.equalsIgnoreCase(name));
    }
}
