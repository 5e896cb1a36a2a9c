package org.speakdraw.app.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many bytes the JSON body may have that becomes this parameter; without it, {@value #DEFAULT}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface MaxBytes {

    /** Enough for settings, names and prompts. */
    int DEFAULT = 64 * 1024;

    /** The limit in bytes. */
    int value();
}
