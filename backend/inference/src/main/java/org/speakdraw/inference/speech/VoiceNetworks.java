package org.speakdraw.inference.speech;

/**
 * What listens beside the networks for words, shared by siblings.
 *
 * @param presence tells whether there is a voice
 * @param turn     tells whether it has said all
 */
record VoiceNetworks(SileroVad presence, SmartTurn turn) implements AutoCloseable {

    static VoiceNetworks open() {
        SileroVad presence = SileroVad.open();
        try {
            return new VoiceNetworks(presence, SmartTurn.open());
        } catch (Throwable e) {
            presence.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            presence.close();
        } finally {
            turn.close();
        }
    }
}
