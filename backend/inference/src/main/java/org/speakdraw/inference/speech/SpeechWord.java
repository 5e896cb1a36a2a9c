package org.speakdraw.inference.speech;

/**
 * A word and when it was said.
 *
 * @param text         with its punctuation, without spaces
 * @param startSeconds from the clip's beginning
 * @param endSeconds   from the clip's beginning, at least {@code startSeconds}
 */
public record SpeechWord(String text, double startSeconds, double endSeconds) {}
