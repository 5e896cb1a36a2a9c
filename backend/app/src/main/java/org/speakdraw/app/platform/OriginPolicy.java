package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may make a browser do more than fetch something: those of this server and the ones that the configuration
 * allows. Whoever sends no origin is not a browser. Immutable, thread-safe.
 */
@Singleton
public class OriginPolicy {

    /** What browsers say of a request of our own pages, or of one that a person made in the address bar. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final List<String> allowed;

    @Inject
    public OriginPolicy(Config config) {
        this(config.getOptionalValues("speakdraw.allowed-origins", String.class).orElse(List.of()));
    }

    /** @param allowed origins of other pages that may, such as {@code https://school.example} */
    public OriginPolicy(List<String> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether the configuration lists {@code origin}. */
    public boolean lists(String origin) {
        return allowed.contains(origin);
    }

    /** Whether the configuration lists any. */
    public boolean listsAny() {
        return !allowed.isEmpty();
    }

    /**
     * Whether a page of {@code origin} may.
     *
     * @param origin the request's header of that name
     * @param host   the request's header of that name
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null || lists(origin) || authorityOf(origin).equalsIgnoreCase(host);
    }

    /**
     * Refuses what a page of another origin makes a browser write. Browsers name the page's origin with whatever
     * changes something; where an old one or a plain form leaves it out, {@code Sec-Fetch-Site} still tells.
     *
     * @param site the request's {@code Sec-Fetch-Site}
     * @throws RequestException {@code origin-refused}
     */
    void requireOwn(@Nullable String origin, @Nullable String host, @Nullable String site) {
        if (!allows(origin, host, site)) {
            throw new RequestException(ApiError.ORIGIN_REFUSED, "Pages of other origins may not do this.");
        }
    }

    /** Whether a page of {@code origin} may, by what the browser says of its {@code site} where it names no origin. */
    public boolean allows(@Nullable String origin, @Nullable String host, @Nullable String site) {
        return allows(origin, host) && (origin != null || site == null || OWN_SITES.contains(site));
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
