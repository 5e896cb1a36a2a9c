package org.speakdraw.app.participant;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Who may open a classroom.
 *
 * @param signIn whether only who has signed in as a teacher
 */
public record TeacherRule(boolean signIn) {

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        TeacherRule read(Config config) {
            return new TeacherRule(config.getValue("speakdraw.classroom.teachers-sign-in", boolean.class));
        }
    }
}
