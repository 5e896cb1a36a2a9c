package org.speakdraw.app.participant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody who has signed in with an account of the school. Nothing of it is stored: it travels in a signed cookie.
 *
 * @param participant made from the account, and so the same in every browser
 * @param name        as the school calls them, at most 60 characters; may be empty
 * @param roles       what the school says they are, at least one
 * @param until       when one has to sign in again
 */
public record Account(UUID participant, String name, Set<Role> roles, Instant until) {

    public Account {
        roles = Set.copyOf(roles);
    }

    /** Whether the school says so. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** What somebody is in the school. */
    public enum Role {
        STUDENT,
        TEACHER,
        ADMINISTRATOR;

        /** The name on the wire. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
