package org.speakdraw.app.platform.door;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
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

    static BodyOwner of(HttpServerExchange exchange) {
        String address = ClientAddress.networkOf(exchange.getSourceAddress().getAddress());
        String participant = ParticipantCookie.secretIn(
                        exchange.getRequestHeaders().get(Headers.COOKIE))
                .orElse("somebody at " + address);
        return new BodyOwner(participant, address);
    }
}
