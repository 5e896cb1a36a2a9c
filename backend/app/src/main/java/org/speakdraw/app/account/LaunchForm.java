package org.speakdraw.app.account;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A page whose form goes to a platform by itself; where scripts are off, somebody presses its only button. */
final class LaunchForm {

    private static final String SCRIPT = "document.forms[0].submit()";

    private LaunchForm() {}

    /** What the page may do: run that script, and send a form to the address. */
    static String policy(URI address) {
        return "default-src 'none'; script-src 'sha256-" + digest() + "'; form-action " + address.getScheme() + "://"
                + address.getRawAuthority() + "; base-uri 'none'; frame-ancestors 'none'";
    }

    private static String digest() {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(SCRIPT.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** @param token of base64url and dots */
    static String of(URI address, String token) {
        return "<!doctype html><title>SpeakDraw</title><form method=\"post\" action=\"" + escape(address.toString())
                + "\"><input type=\"hidden\" name=\"JWT\" value=\"" + escape(token)
                + "\"><button>SpeakDraw \u2192</button></form><script>" + SCRIPT + "</script>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
