package org.speakdraw.app.stream.events;

/**
 * Something that users should know and that is no error of theirs.
 *
 * @param code   stable; {@code history-not-saved}, {@code history-saved}
 * @param detail one sentence for a person
 */
public record Notice(String code, String detail) {}
