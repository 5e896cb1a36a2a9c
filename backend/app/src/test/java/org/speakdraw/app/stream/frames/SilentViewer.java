package org.speakdraw.app.stream.frames;

/** Is there, and does nothing. */
public class SilentViewer implements Viewer {

    @Override
    public void offer(OutputFrame frame) {}

    @Override
    public void checkAlive() {}

    @Override
    public boolean allowed() {
        return true;
    }

    @Override
    public void close() {}
}
