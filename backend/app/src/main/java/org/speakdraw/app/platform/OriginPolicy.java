package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may make a browser do more than fetch something: those of this server and the ones that the configuration
 * allows. Whoever sends no origin is not a browser. Immutable, thread-safe.
 */
@Singleton
public class OriginPolicy {

    private final List<String> allowed;

    @Inject
    public OriginPolicy(Config config) {
        allowed = config.getOptionalValues("speakdraw.allowed-origins", String.class)
                .orElse(List.of());
    }

    /**
     * Whether a page of {@code origin} may.
     *
     * @param origin the request's header of that name
     * @param host   the request's header of that name
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null || allowed.contains(origin) || authorityOf(origin).equals(host);
    }

    /**
     * Refuses a page of another origin.
     *
     * @throws RequestException {@code origin-refused}
     */
    public void require(@Nullable String origin, @Nullable String host) {
        if (!allows(origin, host)) {
            throw new RequestException(ApiError.ORIGIN_REFUSED, "Pages of other origins may not do this.");
        }
    }

    private static String authorityOf(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
