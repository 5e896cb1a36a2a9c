package org.speakdraw.inference.speech;

import java.util.List;

/**
 * What was said.
 *
 * @param text     of all segments, without spaces at its ends; empty where nothing was said
 * @param language code; empty where nothing was said and none was asked for
 * @param foreign  code of a language that nobody expects, in which something was said for sure that is no part of the
 *     text; empty: none
 * @param seconds  length of the clip
 * @param segments in order of time
 */
public record Transcript(String text, String language, String foreign, double seconds, List<SpeechSegment> segments) {

    /** Takes a copy of the segments. */
    public Transcript {
        segments = List.copyOf(segments);
    }

    /** How sure the model is of its words, 0..1: the mean of their logarithms in the least sure segment; 0 without any. */
    public double confidence() {
        return segments.stream()
                .mapToDouble(segment -> Math.exp(segment.logProbability()))
                .min()
                .orElse(0);
    }
}
