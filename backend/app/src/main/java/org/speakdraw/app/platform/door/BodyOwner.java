package org.speakdraw.app.platform.door;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.ParticipantCookie;

/**
 * Whose a body is. Nobody has looked yet whether the participant's cookie is a real one: whoever makes some up is held
 * by the bound of the address.
 *
 * @param participant by the cookie; one and the same for all of an address who show none
 * @param address     as limits count it
 */
record BodyOwner(String participant, String address) {

    private static final Pattern COOKIE = Pattern.compile("(?:^|[; ])(?:" + ParticipantCookie.SECURE_NAME + "|"
            + ParticipantCookie.NAME + ")=([A-Za-z0-9_-]{43})\\.");

    static BodyOwner of(HttpServerExchange exchange) {
        String address = ClientAddress.networkOf(exchange.getSourceAddress().getAddress());
        HeaderValues cookies = exchange.getRequestHeaders().get(Headers.COOKIE);
        Matcher shown = COOKIE.matcher(cookies == null ? "" : String.join("; ", cookies));
        return new BodyOwner(shown.find() ? shown.group(1) : "somebody at " + address, address);
    }
}
