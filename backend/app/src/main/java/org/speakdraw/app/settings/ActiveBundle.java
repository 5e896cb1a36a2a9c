package org.speakdraw.app.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.matting.MattingBundle;

/** The bundle that this server runs: its descriptions; the networks are loaded by those who run them. */
@Singleton
public class ActiveBundle {

    private final DiffusionBundle diffusion;
    private final Optional<MattingBundle> matting;

    /**
     * Reads the bundle's small files.
     *
     * @throws org.speakdraw.inference.InferenceException {@code bundle-invalid}, naming the file
     */
    @Inject
    public ActiveBundle(Config config) {
        Path folder = Path.of(config.getValue("speakdraw.bundle", String.class));
        diffusion = DiffusionBundle.read(folder);
        matting = MattingBundle.isIn(folder) ? Optional.of(MattingBundle.of(folder)) : Optional.empty();
    }

    /** The diffusion model. */
    @Produces
    @Singleton
    DiffusionBundle diffusion() {
        return diffusion;
    }

    /** The matting model, if the bundle has one. */
    public Optional<MattingBundle> matting() {
        return matting;
    }
}
