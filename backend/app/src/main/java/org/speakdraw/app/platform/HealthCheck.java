package org.speakdraw.app.platform;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A part of the application that knows whether it works. Every CDI bean of this type is asked by {@code GET /health}.
 */
public interface HealthCheck {

    /**
     * The state now; answers at once, without waiting for anything.
     */
    Health health();

    /** What a part can be. Those that only know whether they work are up or down. */
    enum State {
        /** It works. */
        UP,
        /** It does not work yet, and is at it. */
        STARTING,
        /** It does not work now, and may again by itself. */
        DOWN,
        /** It does not work, and has tried in vain to mend itself; a new process may work. */
        LOST,
        /** It does not work and will not, until somebody mends something and starts the server anew. */
        FAILED;

        /** As it is written on the wire, such as {@code starting}. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a part says of itself.
     *
     * @param name     of the part
     * @param state    how it is
     * @param required whether the server as a whole is down without it
     * @param detail   one sentence for a person
     */
    record Health(String name, State state, boolean required, String detail) {

        /** Of a part that is up or down. */
        public Health(String name, boolean up, boolean required, String detail) {
            this(name, up ? State.UP : State.DOWN, required, detail);
        }

        /** Whether it works. */
        public boolean up() {
            return state == State.UP;
        }
    }
}
