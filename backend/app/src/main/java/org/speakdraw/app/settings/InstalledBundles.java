package org.speakdraw.app.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/**
 * The bundles that a recording can be repainted with: the active one, and those in the folders of models. These are
 * looked at anew each time, since more may be fetched while the server runs. Thread-safe.
 */
@Singleton
public class InstalledBundles {

    private static final System.Logger LOG = System.getLogger(InstalledBundles.class.getName());

    private final DiffusionBundle active;
    private final List<Path> folders;

    @Inject
    InstalledBundles(DiffusionBundle active, Config config) {
        this(
                active,
                Arrays.stream(config.getValue("speakdraw.models", String.class).split(File.pathSeparator))
                        .map(Path::of)
                        .toList());
    }

    /** @param folders of bundles; of two with the same name, that in the first folder counts */
    InstalledBundles(DiffusionBundle active, List<Path> folders) {
        this.active = active;
        this.folders = folders;
    }

    /** Those whose descriptions can be read, the active one first. */
    List<DiffusionBundle> all() {
        List<DiffusionBundle> bundles = new ArrayList<>(List.of(active));
        found().forEach((id, folder) -> {
            try {
                bundles.add(DiffusionBundle.read(folder));
            } catch (InferenceException e) {
                LOG.log(System.Logger.Level.WARNING, "A bundle is left out: " + e.getMessage());
            }
        });
        return bundles;
    }

    /**
     * The bundle of a name.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code bundle-unknown}; {@code bundle-invalid}, naming the
     *     file that is missing or broken
     */
    public DiffusionBundle require(String id) {
        if (id.equals(active.id())) {
            return active;
        }
        // Looked up, never resolved: a name from outside is no path.
        return Optional.ofNullable(found().get(id))
                .map(DiffusionBundle::read)
                .orElseThrow(() -> new RequestException(
                        ApiError.BUNDLE_UNKNOWN, "There is no bundle \"" + id + "\" on this server."));
    }

    private Map<String, Path> found() {
        Map<String, Path> found = new LinkedHashMap<>();
        for (Path folder : folders) {
            try (Stream<Path> children = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
                children.filter(child -> Files.isRegularFile(child.resolve("model_index.json")))
                        .sorted()
                        .forEach(child -> found.putIfAbsent(String.valueOf(child.getFileName()), child));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "The models in " + folder + " cannot be listed", e);
            }
        }
        found.remove(active.id());
        return found;
    }
}
