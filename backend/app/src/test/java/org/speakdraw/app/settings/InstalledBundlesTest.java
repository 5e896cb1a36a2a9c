package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionBundle;

class InstalledBundlesTest {

    private static final Path MODELS = Path.of("../../models");
    private static final DiffusionBundle ACTIVE = DiffusionBundle.read(MODELS.resolve("pocket"));

    @TempDir
    Path fetched;

    private InstalledBundles installed() {
        return new InstalledBundles(ACTIVE, List.of(MODELS, fetched, fetched.resolve("missing")));
    }

    @Test
    void listsTheActiveOneFirstAndLeavesOutWhatCannotBeRead() throws IOException {
        Files.createDirectories(fetched.resolve("broken"));
        Files.writeString(fetched.resolve("broken/model_index.json"), "{}");
        assertThat(installed().all()).extracting(DiffusionBundle::id).containsExactly("pocket", "handmade");
    }

    @Test
    void seesWhatWasFetchedMeanwhile() throws IOException {
        InstalledBundles installed = installed();
        assertThatThrownBy(() -> installed.require("broken"))
                .extracting(e -> ((SpeakDrawException) e).code().id())
                .isEqualTo("bundle-unknown");
        Files.createDirectories(fetched.resolve("broken"));
        Files.writeString(fetched.resolve("broken/model_index.json"), "{}");
        assertThatThrownBy(() -> installed.require("broken"))
                .extracting(e -> ((SpeakDrawException) e).code().id())
                .isEqualTo("bundle-invalid");
    }

    @Test
    void takesNamesAndNoPaths() {
        InstalledBundles installed = installed();
        assertThat(installed.require("pocket")).isSameAs(ACTIVE);
        assertThat(installed.require("handmade").id()).isEqualTo("handmade");
        for (String path : List.of("../models/handmade", "./handmade", "handmade/", "/etc", "", "..", "whisper")) {
            assertThatThrownBy(() -> installed.require(path))
                    .as(path)
                    .extracting(e -> ((SpeakDrawException) e).code().id())
                    .isEqualTo("bundle-unknown");
        }
    }
}
