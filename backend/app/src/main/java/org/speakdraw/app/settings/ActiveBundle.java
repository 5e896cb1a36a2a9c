package org.speakdraw.app.settings;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** The bundle that this server runs. */
@Singleton
public class ActiveBundle {

    /**
     * Reads the bundle's description; its networks are loaded by the engine.
     *
     * @throws org.speakdraw.inference.InferenceException {@code bundle-invalid}, naming the file
     */
    @Produces
    @Singleton
    DiffusionBundle bundle(Config config) {
        return DiffusionBundle.read(Path.of(config.getValue("speakdraw.bundle", String.class)));
    }
}
