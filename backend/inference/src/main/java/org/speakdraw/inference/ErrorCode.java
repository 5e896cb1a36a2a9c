package org.speakdraw.inference;

import java.util.Locale;

/** What went wrong, for programs: implemented by the enums that list a module's errors. */
public interface ErrorCode {

    /** The enum constant's name. */
    String name();

    /** Stable across releases; kebab-case, such as {@code model-failed}. */
    default String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
