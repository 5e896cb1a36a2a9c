package org.speakdraw.app.speech;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Where sockets get their live speech from. Thread-safe. */
@Singleton
public class SpeechService {

    private final SpeechWorker worker;
    private final SpeechConfig config;

    @Inject
    SpeechService(SpeechWorker worker, SpeechConfig config) {
        this.worker = worker;
        this.config = config;
    }

    /**
     * Live speech of one client, which must be closed when the client goes.
     *
     * @param address of the client's network
     */
    public LiveSpeech open(String address, LiveSpeech.Listener listener) {
        return new LiveSpeech(worker, config, address, listener, System::nanoTime);
    }
}
