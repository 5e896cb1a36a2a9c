package org.speakdraw.app.account;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Who knows the accounts, and what they mean here; {@code microprofile-config.properties} explains each.
 *
 * @param address      of this server, as browsers reach it, without a path
 * @param clientSecret empty for a public client
 * @param roles        what of an account makes somebody a teacher or an administrator
 * @param nameClaim    what of it is the name
 * @param length       after which one has to sign in again
 */
public record SignInConfig(
        String issuer,
        String clientId,
        String clientSecret,
        URI address,
        List<String> scopes,
        RoleMapping roles,
        String nameClaim,
        Duration length) {

    private static final String PREFIX = "speakdraw.oidc.";

    public SignInConfig {
        scopes = List.copyOf(scopes);
        requireSafe(PREFIX + "issuer", URI.create(issuer));
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("speakdraw.oidc.client-id is missing");
        }
    }

    private static void requireSafe(String property, URI address) {
        if (!ProviderHttp.isSafe(address)) {
            throw new IllegalArgumentException(
                    property + " is " + address + "; it begins with https:// (or http://localhost)");
        }
    }

    /** Where providers send the browser back to. */
    URI callback() {
        return address.resolve("/api/account/callback");
    }

    /** Whether that is the address's host, with its port unless it is the scheme's own. */
    boolean isAt(String host) {
        int port = address.getPort();
        boolean usual = port < 0 || port == ("https".equals(address.getScheme()) ? 443 : 80);
        String name = address.getHost();
        return host.equalsIgnoreCase(usual ? name : name + ":" + port)
                || (usual && host.equalsIgnoreCase(name + ":" + ("https".equals(address.getScheme()) ? 443 : 80)));
    }

    @Override
    public String toString() {
        return "SignInConfig[" + issuer + ", " + clientId + "]";
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        SignIn read(Config config, OnceStore once, SignInRate rate) {
            return new SignIn(text(config, PREFIX + "issuer").map(issuer -> read(config, issuer)), once, rate);
        }

        @Produces
        @Singleton
        LtiLaunches launches(Config config, OnceStore once, SignInRate rate) {
            return new LtiLaunches(
                    text(config, "speakdraw.lti.platforms-file").map(platforms -> lti(config, platforms)), once, rate);
        }

        private static LtiConfig lti(Config config, String platforms) {
            return LtiConfig.read(
                    address(config),
                    Path.of(platforms),
                    Path.of(text(config, "speakdraw.lti.key-file").orElse("")),
                    length(config));
        }

        private static URI address(Config config) {
            URI address = URI.create(text(config, "speakdraw.address").orElse(""));
            requireSafe("speakdraw.address", address);
            if (!address.getRawPath().isEmpty() && !address.getRawPath().equals("/")) {
                throw new IllegalArgumentException("speakdraw.address is " + address + "; it has no path");
            }
            return address;
        }

        private static Duration length(Config config) {
            long hours = config.getValue("speakdraw.accounts.hours", long.class);
            if (hours < 1) {
                throw new IllegalArgumentException("speakdraw.accounts.hours is " + hours + "; it is at least 1");
            }
            return Duration.ofHours(hours);
        }

        private static SignInConfig read(Config config, String issuer) {
            return new SignInConfig(
                    issuer,
                    text(config, PREFIX + "client-id").orElse(""),
                    text(config, PREFIX + "client-secret-file")
                            .map(Reader::contentOf)
                            .or(() -> text(config, PREFIX + "client-secret"))
                            .orElse(""),
                    address(config),
                    List.copyOf(values(config, PREFIX + "scopes")),
                    new RoleMapping(
                            List.copyOf(values(config, PREFIX + "role-claims")),
                            values(config, PREFIX + "teachers"),
                            values(config, PREFIX + "administrators")),
                    config.getValue(PREFIX + "name-claim", String.class),
                    length(config));
        }

        private static Optional<String> text(Config config, String property) {
            return config.getOptionalValue(property, String.class)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }

        private static Set<String> values(Config config, String property) {
            return Set.copyOf(config.getOptionalValues(property, String.class).orElse(List.of()));
        }

        private static String contentOf(String file) {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("speakdraw.oidc.client-secret-file cannot be read", e);
            }
        }
    }
}
