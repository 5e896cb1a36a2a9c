package org.speakdraw.inference;

/** Everything that can be wrong with models, pictures and sounds. */
public enum InferenceError implements ErrorCode {
    /** A bundle's files are missing, damaged or do not fit each other. */
    BUNDLE_INVALID,
    /** The configured device cannot be used. */
    DEVICE_UNAVAILABLE,
    /** A network failed while it ran. */
    MODEL_FAILED,
    /** A value is outside of what an operation takes. */
    REQUEST_INVALID,
    /** The bundle cannot paint pictures of this size. */
    SIZE_UNSUPPORTED,
    /** More bytes or pixels than a frame may have. */
    FRAME_TOO_LARGE,
    /** The frame ends before its picture does. */
    FRAME_TRUNCATED,
    /** The frame or picture cannot be read. */
    FRAME_UNDECODABLE,
    /** The bundle takes no image as a prompt. */
    IMAGE_PROMPT_UNAVAILABLE,
    /** The sound cannot be read. */
    AUDIO_INVALID,
    /** The sound lasts longer than is allowed. */
    AUDIO_TOO_LONG,
    /** The sound's container or codec is not supported. */
    AUDIO_UNSUPPORTED,
    /** A film could not be written. */
    FILM_FAILED
}
