package org.speakdraw.app.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;
import org.speakdraw.app.platform.Json;

/** Recordings as a part of what is kept about a participant. */
@Singleton
public class RecordingData implements PersonalData {

    private final RecordingWriter writer;
    private final TimelineStore store;

    @Inject
    RecordingData(RecordingWriter writer, TimelineStore store) {
        this.writer = writer;
        this.store = store;
    }

    @Override
    public void settle() {
        writer.write();
    }

    /** A folder for every recording: its time line as JSON, and its pictures. */
    @Override
    public void export(UUID participant, PersonalArchive archive) throws IOException {
        settle();
        // One after another: each may have many thousands of frames.
        for (UUID session : store.recordings(participant)) {
            Optional<Timeline> timeline = store.find(session);
            if (timeline.isPresent()) {
                export(session, timeline.get(), archive);
            }
        }
    }

    private void export(UUID session, Timeline timeline, PersonalArchive archive) throws IOException {
        String folder = "recordings/" + session + "/";
        TimelineJson json = TimelineJson.of(timeline, false, Optional.empty());
        archive.add(folder + "timeline.json", Json.write(json).getBytes(StandardCharsets.UTF_8));
        for (Timeline.Frame frame : timeline.frames()) {
            Optional<byte[]> jpeg = store.jpeg(session, frame.number());
            if (jpeg.isPresent()) {
                archive.add(folder + frame.kind().id() + "-" + frame.number() + ".jpg", jpeg.get());
            }
        }
    }
}
