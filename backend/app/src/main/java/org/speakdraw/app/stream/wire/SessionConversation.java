package org.speakdraw.app.stream.wire;

import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.speech.LiveSpeech;
import org.speakdraw.app.speech.SpeechService;
import org.speakdraw.app.stream.frames.FrameHeader;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.inference.SpeakDrawException;

/** What a client of the native protocol says, and what is done about it. One connection's; the container's thread. */
final class SessionConversation implements IncomingMessages.Receiver, LiveSpeech.Listener {

    private final LiveSessions sessions;
    private final LiveSession session;
    private final SocketPeer peer;
    private final MessageMemory.Share memory;
    private final IncomingMessages incoming;
    private final LiveSpeech speech;
    private final MessageRate rate = MessageRate.ofSliders();

    /**
     * A conversation that begins.
     *
     * @param session that {@code peer} was let in to
     */
    SessionConversation(
            LiveSessions sessions,
            LiveSession session,
            SocketPeer peer,
            SpeechService speech,
            StreamLimits limits,
            MessageMemory memory) {
        this.sessions = sessions;
        this.session = session;
        this.peer = peer;
        this.memory = memory.share(session);
        this.incoming = new IncomingMessages(
                peer, FrameHeader.BYTES + limits.maxFrameBytes(), this.memory::fits, limits.maxTextBytes(), this);
        this.speech = speech.open(session.origin().address(), this);
    }

    /** What comes in. */
    IncomingMessages incoming() {
        return incoming;
    }

    /** The socket is closed. */
    void end() {
        memory.close();
        session.detach(peer);
        peer.closed();
        incoming.end();
        speech.close();
    }

    @Override
    public void binary(byte[] message) {
        FrameHeader header = FrameHeader.readInput(message);
        if (header.kind() == FrameHeader.SPEECH) {
            speech.sound(message, FrameHeader.BYTES);
            return;
        }
        FrameTag tag = new FrameTag(header.sequence(), header.captureMicros(), System.nanoTime());
        session.offer(new InputFrame(tag, header.source(), message, FrameHeader.BYTES));
    }

    @Override
    public void text(String text) {
        ClientMessage message = ClientMessage.parse(text);
        if (message instanceof ClientMessage.Paced && !rate.take()) {
            return;
        }
        if (message instanceof ClientMessage.ChangeSettings change) {
            change(change);
        } else if (message instanceof ClientMessage.ChangePrompt change) {
            sessions.change(session, change.prompt());
        } else if (message instanceof ClientMessage.Shown shown) {
            peer.acknowledge(shown.sequence());
        } else if (message instanceof ClientMessage.Ping ping) {
            peer.pong(ping.id());
        } else if (message instanceof ClientMessage.StartSpeech start) {
            speech.start(start.utterance(), start.language(), start.likely(), start.phrases(), start.task());
        } else if (message instanceof ClientMessage.EndSpeech end) {
            speech.end(end.utterance(), end.samples());
        } else if (message instanceof ClientMessage.PauseSpeech pause) {
            speech.pause(pause.utterance(), pause.sampleCount());
        } else if (message instanceof ClientMessage.CancelSpeech cancel) {
            speech.cancel(cancel.utterance());
        } else {
            throw new IllegalArgumentException("nothing is done about " + message.getClass());
        }
    }

    private void change(ClientMessage.ChangeSettings change) {
        if (change.trial()) {
            sessions.tryOut(session, change.values());
        } else {
            sessions.change(session, change.values());
        }
    }

    @Override
    public void understood(LiveSpeech.Understood text) {
        peer.understood(text);
    }

    @Override
    public void speechRefused(SpeakDrawException reason) {
        peer.refused(Problem.of(reason));
    }

    @Override
    public void refused(SpeakDrawException reason) {
        Problem problem = Problem.of(reason);
        if (problem.code() == ApiError.MESSAGE_TOO_LARGE) {
            peer.closeTooLarge(problem);
        } else {
            peer.refused(problem);
        }
    }
}
