package org.speakdraw.app.platform;

/**
 * One property of a request that was refused.
 *
 * @param property its name in the request
 * @param detail   why, naming the value and the limit
 */
public record PropertyError(String property, String detail) {}
