package org.speakdraw.app.platform;

import java.util.Map;

/**
 * How many bytes a body may have, by the path that it is sent to. The door holds it before anything is kept of the
 * body; the endpoints that take more than {@link #OTHERS} have their limit from here.
 */
public final class BodyLimits {

    /** Settings, names, prompts, a preset's thumbnail. */
    public static final int OTHERS = 64 * 1024;
    /** A file of presets with their thumbnails. */
    public static final int PRESET_FILE = 20 << 20;
    /** A picture from a teacher to students. */
    public static final int SENT_PICTURE = 1 << 20;
    /** A picture as a prompt. */
    private static final int IMAGE_PROMPT = 10 << 20;
    /** Of a form beside the sound file in it. */
    private static final int FORM = 1 << 20;

    private final Map<String, Long> byPath;

    /** @param soundFile bytes of a sound file, which comes in a form */
    public BodyLimits(long soundFile) {
        long sound = soundFile + FORM;
        this.byPath = Map.of(
                "/v1/audio/transcriptions", sound,
                "/v1/audio/translations", sound,
                "/api/stt", sound,
                "/api/presets/file", (long) PRESET_FILE,
                "/api/ip_ref_image", (long) IMAGE_PROMPT);
    }

    /**
     * Bytes that may be sent to a path.
     *
     * @param path within the application, decoded, without query
     */
    public long of(String path) {
        if (path.startsWith("/api/sessions/") && path.endsWith("/image-prompt")) {
            return IMAGE_PROMPT;
        }
        if (path.startsWith("/api/classrooms/") && path.endsWith("/pictures")) {
            return SENT_PICTURE;
        }
        return byPath.getOrDefault(path, (long) OTHERS);
    }
}
