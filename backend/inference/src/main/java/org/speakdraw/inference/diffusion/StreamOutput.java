package org.speakdraw.inference.diffusion;

/**
 * A finished picture.
 *
 * @param state   of the session it belongs to
 * @param picture about -1..1, not clamped
 * @param tag     of the frame it was made from: S - 1 ticks ago with S steps
 * @param <T>     the caller's own type
 */
public record StreamOutput<T>(StreamState<T> state, PictureTensor picture, T tag) {}
