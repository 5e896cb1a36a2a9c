package org.speakdraw.app.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.speakdraw.app.recording.RecordingEntry.Kind;

/**
 * What a film shows from a moment on.
 *
 * @param millis   of the film
 * @param pictures numbers of key frames, from left to right
 * @param caption  below them; empty for none
 */
record FilmScene(long millis, List<Integer> pictures, String caption) {

    /**
     * What a film is made of.
     *
     * @param kind    the pictures
     * @param beside  what was recorded of the input stands at the left of the result
     * @param caption the prompt stands below
     */
    record Layout(Kind kind, boolean beside, boolean caption) {

        /** The kinds of pictures, from left to right. */
        List<Kind> kinds() {
            return beside ? List.of(Kind.INPUT, Kind.OUTPUT) : List.of(kind);
        }

        /** Whether AI made some of it. */
        boolean isPainted() {
            return kinds().contains(Kind.OUTPUT);
        }
    }

    /**
     * All scenes of a film.
     *
     * @param millis how long it is
     */
    record Script(List<FilmScene> scenes, long millis) {}

    /** Something that changes what is to be seen. */
    private record Change(long millis, OptionalInt place, int picture, String caption) {}

    /**
     * The scenes of a recording, in order, from 0 on: from the first moment at which there is a picture in every place.
     * Empty where that never comes.
     */
    static Script of(Timeline timeline, Layout layout) {
        List<Kind> kinds = layout.kinds();
        Stream<Change> pictures = Stream.iterate(0, place -> place < kinds.size(), place -> place + 1)
                .flatMap(place -> timeline.playedFrames(kinds.get(place)).stream()
                        .map(frame -> new Change(frame.offset(), OptionalInt.of(place), frame.number(), "")));
        Stream<Change> captions = layout.caption()
                ? timeline.prompts().stream()
                        .map(mark -> new Change(timeline.played(mark.offset()), OptionalInt.empty(), 0, mark.prompt()))
                : Stream.empty();
        List<Change> changes = Stream.concat(captions, pictures)
                .sorted(Comparator.comparingLong(Change::millis))
                .toList();
        return scenes(changes, kinds.size(), timeline.played(timeline.summary().millis()));
    }

    private static Script scenes(List<Change> changes, int places, long end) {
        Map<Integer, Integer> shown = new TreeMap<>();
        String caption = "";
        List<FilmScene> scenes = new ArrayList<>();
        long start = 0;
        for (Change change : changes) {
            if (change.place().isPresent()) {
                shown.put(change.place().getAsInt(), change.picture());
            } else {
                caption = change.caption();
            }
            if (shown.size() == places) {
                start = scenes.isEmpty() ? change.millis() : start;
                scenes.add(new FilmScene(change.millis() - start, List.copyOf(shown.values()), caption));
            }
        }
        return new Script(scenes, Math.max(0, end - start));
    }
}
