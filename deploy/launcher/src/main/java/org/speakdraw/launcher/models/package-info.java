/**
 * The catalogue of models that are not shipped, and their way onto this machine: resumed downloads, checked before use.
 * Depends on {@code checks} and the launcher's terminal and options.
 */
@NullMarked
package org.speakdraw.launcher.models;

import org.jspecify.annotations.NullMarked;
