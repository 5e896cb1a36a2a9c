package org.speakdraw.app.openai;

import java.util.Set;

/** A model of {@code /v1}, under the names that OpenAI's clients use for it. */
public interface ServedModel {

    /** What it is called in the list. */
    String id();

    /** All names under which it may be asked for, its own among them. */
    Set<String> names();

    /** When it came out, in seconds since 1970. */
    long created();

    /** Whose it is. */
    String owner();
}
