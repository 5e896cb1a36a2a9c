package org.speakdraw.app.settings;

import java.util.List;
import org.speakdraw.app.settings.Parameter.Label;
import org.speakdraw.app.settings.Parameter.Real;
import org.speakdraw.app.settings.Parameter.Whole;
import org.speakdraw.inference.diffusion.Continuity;

/** The part of the table that says how the picture moves from frame to frame. */
final class MovementParameters {

    private MovementParameters() {}

    static List<Parameter> all() {
        return List.of(
                new Whole(
                        label(
                                "transition_frames",
                                "Glide to a new prompt",
                                "Over how many frames the picture turns into what a new prompt asks for; 0 is at once."),
                        0L,
                        0,
                        60,
                        1,
                        "range"),
                new Real(
                        label(
                                "seed_walk",
                                "Wandering seed",
                                "How fast the picture dreams on by itself; 0.02 is slow, 0 stands still."),
                        0.0,
                        0,
                        0.5,
                        0.01),
                new Real(
                        label(
                                "smoothing",
                                "Smoothing",
                                "Calms flicker where the scene stands still; what moves stays sharp."),
                        0.0,
                        0,
                        0.95,
                        0.05));
    }

    /** What the diffusion stream needs of them. */
    static Continuity of(StreamSettings settings) {
        return new Continuity(
                Math.toIntExact((Long) settings.value("transition_frames")),
                ((Double) settings.value("seed_walk")).floatValue(),
                ((Double) settings.value("smoothing")).floatValue());
    }

    private static Label label(String id, String title, String description) {
        return new Label(id, title, description, "movement", true);
    }
}
