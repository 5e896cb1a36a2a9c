package org.speakdraw.app.platform;

import java.util.Map;
import java.util.regex.Pattern;

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

    private static final Pattern IMAGE_PROMPTS =
            Pattern.compile("/api/sessions/[^/]+/(image-prompt|image-prompts/[^/]+)");
    /** Two pictures in a form, or one with its mask in JSON, where each byte takes a third more. */
    private static final int PICTURES = 16 << 20;
    /** The largest that may be configured: with the form around it, it fits into what one participant may send at once. */
    public static final int LARGEST_SOUND_FILE = 25 << 20;
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
                "/api/ip_ref_image", (long) IMAGE_PROMPT,
                "/v1/images/edits", (long) PICTURES,
                "/sdapi/v1/img2img", (long) PICTURES);
    }

    /**
     * Bytes that may be sent to a path.
     *
     * @param path within the application, decoded, without query
     */
    public long of(String path) {
        if (IMAGE_PROMPTS.matcher(path).matches()) {
            return IMAGE_PROMPT;
        }
        if (path.startsWith("/api/classrooms/") && path.endsWith("/pictures")) {
            return SENT_PICTURE;
        }
        return byPath.getOrDefault(path, (long) OTHERS);
    }
}
