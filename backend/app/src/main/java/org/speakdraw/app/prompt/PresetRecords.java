package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.UUID;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;

/**
 * A participant's presets in the export of all that is kept, as a file that can be imported again, and which presets
 * are favourites.
 */
@Singleton
public class PresetRecords implements PersonalData {

    private final Presets presets;
    private final PresetFile file;

    @Inject
    PresetRecords(Presets presets, PresetFile file) {
        this.presets = presets;
        this.file = file;
    }

    @Override
    public void export(UUID participant, PersonalArchive archive) throws IOException {
        archive.add("presets.json", file.write(presets.owned(participant)));
        archive.add("favourites.json", presets.favourites(participant));
    }
}
