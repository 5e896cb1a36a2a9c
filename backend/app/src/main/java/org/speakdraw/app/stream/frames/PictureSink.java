package org.speakdraw.app.stream.frames;

/** Where a stream's finished pictures go. No method waits or throws; all are thread-safe. */
public interface PictureSink {

    /** Whether somebody looks; otherwise nothing is compressed for it. */
    boolean wantsPictures();

    /** Whether a picture still waits for it, so that another would only replace that one. */
    boolean behind();

    /** A picture is done. */
    void painted(OutputFrame frame);
}
