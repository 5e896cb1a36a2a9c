package org.speakdraw.launcher.https;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What devices get before they can be at ease with https: the authority's certificate, how to trust it, and where to go
 * then. Plain files for the server to give out, since nothing of it depends on who asks.
 */
final class TrustPage {

    private TrustPage() {}

    /**
     * Writes the page.
     *
     * @param folder    what the server gives out; the page is at {@code /trust} in it
     * @param authority whom to trust
     * @param address   of the page of SpeakDraw in the network
     */
    static void write(Path folder, LocalAuthority authority, URI address) throws IOException {
        Path page = Files.createDirectories(folder.resolve("trust"));
        Files.write(page.resolve("speakdraw.crt"), authority.encoded());
        Files.writeString(
                page.resolve("address.svg"), QrCode.of(address.toString()).svg());
        Files.writeString(
                page.resolve("index.html"),
                filled(Map.of(
                        "address", address.toString(),
                        "name",
                                authority
                                        .certificate()
                                        .getSubjectX500Principal()
                                        .getName()
                                        .replaceFirst("^CN=", ""),
                        "fingerprint", fingerprint(authority))));
    }

    /** As systems show it: pairs of digits. */
    static String fingerprint(LocalAuthority authority) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(authority.encoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String filled(Map<String, String> values) throws IOException {
        String page;
        try (InputStream template = Objects.requireNonNull(TrustPage.class.getResourceAsStream("trust.html"))) {
            page = new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            page = page.replace("{{" + value.getKey() + "}}", escaped(value.getValue()));
        }
        return page;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
