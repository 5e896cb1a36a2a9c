package org.speakdraw.app.pictures;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.Set;
import org.speakdraw.app.openai.ServedModel;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** The active bundle, as {@code /v1} lists it. */
@Singleton
public class PictureModel implements ServedModel {

    /** What OpenAI's clients ask for by default. */
    private static final Set<String> ALIASES =
            Set.of("dall-e-2", "dall-e-3", "gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest");

    private final String id;
    private final Set<String> names;

    @Inject
    PictureModel(DiffusionBundle bundle) {
        this.id = bundle.id();
        Set<String> all = new LinkedHashSet<>(ALIASES);
        all.add(id);
        this.names = Set.copyOf(all);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<String> names() {
        return names;
    }

    /** Bundles say nothing of that. */
    @Override
    public long created() {
        return 0;
    }

    @Override
    public String owner() {
        return "speakdraw";
    }
}
