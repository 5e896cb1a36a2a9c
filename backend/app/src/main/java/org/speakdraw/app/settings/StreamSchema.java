package org.speakdraw.app.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.speakdraw.app.settings.Domain.Whole;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.RecommendedSettings;
import org.speakdraw.inference.diffusion.TimestepSelection;
import org.speakdraw.inference.matting.MattingBundle;

/** Narrows {@link Parameters} to what a bundle can do, with the defaults that its author recommends. */
@Singleton
public class StreamSchema {

    /** The longest prompt in UTF-16 units. */
    public static final int MAX_PROMPT_LENGTH = 2000;

    /** What this server's sessions may set. */
    @Produces
    @Singleton
    SettingsSchema offered(DiffusionBundle bundle, ActiveBundle active, StreamLimits limits) {
        SettingsSchema schema = of(bundle, limits.maxFps());
        return active.matting().filter(MattingBundle::heedsRatio).isPresent()
                ? schema.with(Parameters.MATTE_RATIO)
                : schema;
    }

    /** The bundle's own defaults, and {@code maxFps} as the highest frame rate that may be asked for. */
    public static SettingsSchema of(DiffusionBundle bundle, int maxFps) {
        List<Parameter<?>> parameters = new ArrayList<>(Parameters.ALL);
        parameters.remove(Parameters.MATTE_RATIO);
        if (!bundle.takesImagePrompts()) {
            parameters.remove(Parameters.IP_ADAPTER_SCALE);
        }
        if (bundle.control().isEmpty()) {
            parameters.removeAll(
                    List.of(Parameters.CONTROL_STRENGTH, Parameters.CONTROL_START, Parameters.CONTROL_END));
        }
        if (!bundle.takesLoras()) {
            parameters.remove(Parameters.LORA_SCALE);
        }
        return new SettingsSchema(parameters)
                .narrowed(narrowing(bundle.recommended(), bundle.timesteps(), bundle.sizeMultiple()))
                .narrowed(List.of(upTo(maxFps)));
    }

    /**
     * What a bundle changes.
     *
     * @param timesteps    what strength means
     * @param sizeMultiple width and height are multiples of it, in pixels
     */
    static List<Parameter<?>> narrowing(
            RecommendedSettings recommended, TimestepSelection timesteps, int sizeMultiple) {
        List<Integer> indices = recommended.tIndexList();
        double strength = Math.round(timesteps.strength(indices.get(0)) * 100) / 100.0;
        boolean derivable = timesteps.indices(strength, indices.size()).equals(indices);
        return List.of(
                Parameters.PROMPT.withInitial(recommended.prompt()),
                Parameters.STRENGTH.withInitial(strength),
                side(Parameters.WIDTH, recommended.width(), sizeMultiple),
                side(Parameters.HEIGHT, recommended.height(), sizeMultiple),
                Parameters.STEPS.withInitial(indices.size()),
                Parameters.T_INDEX_LIST.withInitial(
                        derivable ? "" : indices.stream().map(String::valueOf).collect(Collectors.joining(","))),
                Parameters.CFG_TYPE.withInitial(recommended.cfgType()),
                Parameters.GUIDANCE_SCALE.withInitial((double) recommended.guidanceScale()));
    }

    private static Parameter<Integer> side(Parameter<Integer> side, int recommended, int sizeMultiple) {
        Whole widest = (Whole) side.domain();
        int step = Math.max(widest.min(), sizeMultiple);
        return side.with(narrow -> narrow.domain(new Whole(step, widest.max() / step * step, step))
                .initial(Math.max(step, recommended / step * step)));
    }

    private static Parameter<Integer> upTo(int maxFps) {
        return Parameters.MAX_FPS.with(narrow ->
                narrow.domain(new Whole(1, maxFps, 1)).initial(Math.min(Parameters.MAX_FPS.initial(), maxFps)));
    }
}
