package org.speakdraw.app.platform;

/** A part of the application that knows whether it works. Every CDI bean of this type is asked by {@code GET /health}. */
public interface HealthCheck {

    /**
     * The state now; answers at once, without waiting for anything.
     */
    Health health();

    /**
     * What a part says of itself.
     *
     * @param name     of the part
     * @param up       whether it works
     * @param required whether the server as a whole is down without it
     * @param detail   one sentence for a person
     */
    record Health(String name, boolean up, boolean required, String detail) {}
}
