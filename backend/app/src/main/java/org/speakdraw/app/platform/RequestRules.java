package org.speakdraw.app.platform;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold of any request, whichever endpoint it is for, so that none of them needs to look. */
final class RequestRules {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static final Set<String> FOR_OTHER_SITES = Set.of("/api/lti/login", "/api/lti/launch");

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final Pattern MEDIA_TYPE = Pattern.compile("\\s*(" + TOKEN + "/" + TOKEN + ")\\s*+((?:;[^;]*+)*+)");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"([^\"\\\\]*+)\"))?+\\s*+");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");
    /** RFC 2046, 5.1.1. */
    private static final int MAX_BOUNDARY = 70;

    private RequestRules() {}

    /** Whether a request of that method changes something. */
    static boolean isWrite(String method) {
        return WRITES.contains(method);
    }

    /**
     * Whether pages of other sites may send a form there, as learning platforms do. What is behind it looks at nothing but the
     * form and a cookie of its own.
     */
    static boolean isForOtherSites(String address) {
        return FOR_OTHER_SITES.contains(address);
    }

    /**
     * Refuses methods that nothing here has.
     *
     * @throws RequestException {@code method-not-allowed}
     */
    static void requireKnownMethod(String method) {
        if (!READS.contains(method) && !WRITES.contains(method)) {
            throw new RequestException(ApiError.METHOD_NOT_ALLOWED, "Nothing here has this method.");
        }
    }

    /**
     * Refuses a {@code Content-Type} by which no body could be read; none at all is all right.
     *
     * @throws RequestException {@code request-invalid}; {@code media-type-unsupported} for a character set that is
     *     unknown
     */
    static void requireReadable(@Nullable String contentType) {
        if (contentType == null) {
            return;
        }
        Matcher mediaType = MEDIA_TYPE.matcher(contentType);
        if (!mediaType.matches()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The Content-Type is not a media type.");
        }
        Map<String, String> parameters = parameters(mediaType.group(2));
        String charset = parameters.get("charset");
        if (charset != null && !isKnown(charset)) {
            throw new RequestException(ApiError.MEDIA_TYPE_UNSUPPORTED, "The body's character set is unknown.");
        }
        boolean multipart = mediaType.group(1).toLowerCase(Locale.ROOT).startsWith("multipart/");
        String boundary = parameters.getOrDefault("boundary", "");
        if (multipart && (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY)) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID,
                    "A multipart body needs a boundary of 1 to " + MAX_BOUNDARY + " characters.");
        }
    }

    /**
     * Refuses a path or query whose percent-encoded bytes are no UTF-8; what nobody can read would fail further inside.
     *
     * @throws RequestException {@code request-invalid}
     */
    static void requireReadableAddress(@Nullable String address) {
        if (address == null || address.indexOf('%') < 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(address.length());
        Matcher escape = ESCAPE.matcher(address);
        for (int end = 0; escape.find(); end = escape.end()) {
            if (escape.start() > end) {
                // What stands between two runs of escapes ends a character.
                bytes.put((byte) ' ');
            }
            bytes.put((byte) Integer.parseInt(escape.group(1), 16));
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The address is not in UTF-8.", e);
        }
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.lookingAt()) {
            if (parameter.group(1) != null) {
                String plain = parameter.group(2);
                parameters.putIfAbsent(parameter.group(1), plain == null ? parameter.group(3) : plain);
            }
            parameter.region(parameter.end(), text.length());
        }
        if (parameter.regionStart() < text.length()) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The Content-Type is not a media type.");
        }
        return parameters;
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
