package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Json;

/**
 * The files that are made from {@link Parameters}. With {@code -Dspeakdraw.rewrite=true} it writes them:
 * {@code mvn -pl backend/app -am test -Dtest=MadeFromParametersTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dspeakdraw.rewrite=true}.
 */
class MadeFromParametersTest {

    private static final Path ROOT = Path.of("../..");

    @Test
    void theDocumentationIsUpToDate() throws IOException {
        assertUpToDate(ROOT.resolve("docs/settings.md"), SettingsTable.markdown(Parameters.ALL));
    }

    @Test
    void thePagesTypesAreUpToDate() throws IOException {
        assertUpToDate(
                ROOT.resolve("frontend/src/engine/settings/stream-settings.ts"),
                StreamSettingsTypes.typescript(Parameters.ALL));
    }

    /** What other front ends read changes on purpose only: this file is the schema's contract. */
    @Test
    void theSchemaIsAsPublished() throws IOException {
        assertUpToDate(
                Path.of("src/test/resources/org/speakdraw/app/settings/schema.json"),
                pretty(new SettingsSchema(Parameters.ALL)) + "\n");
    }

    private static String pretty(SettingsSchema schema) throws JsonProcessingException {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema.schema());
    }

    private static void assertUpToDate(Path file, String wanted) throws IOException {
        if (Boolean.getBoolean("speakdraw.rewrite")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file)
                .as("made from Parameters; see this test's comment for how to write it anew")
                .hasContent(wanted);
    }
}
