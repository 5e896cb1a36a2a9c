package org.speakdraw.inference.diffusion;

import org.speakdraw.inference.Frame;

/**
 * A finished picture.
 *
 * @param state   of the session it belongs to
 * @param picture as it is shown
 * @param tag     of the frame it was made from: S - 1 ticks ago with S steps
 * @param <T>     the caller's own type
 */
public record StreamOutput<T>(StreamState<T> state, Frame picture, T tag) {}
