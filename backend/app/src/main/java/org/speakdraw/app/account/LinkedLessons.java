package org.speakdraw.app.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The lessons that links of a learning platform lead to, as the classrooms keep them. Thread-safe. */
public interface LinkedLessons {

    /** A lesson and the code by which students come in. */
    record Lesson(UUID id, String name, String joinCode) {}

    /** The lesson with that id, while there is one. */
    Optional<Lesson> find(UUID id);

    /**
     * The lesson that somebody teaches; a new one for who teaches none.
     *
     * @param name of a new one
     */
    Lesson taughtBy(UUID teacher, String name);

    /** Has students choose their name from the list, unless the teacher has made one or they are called otherwise. */
    void offerNames(UUID teacher, UUID lesson, List<String> names);
}
