package org.speakdraw.app.classroom;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.wire.IncomingMessages;
import org.speakdraw.app.stream.wire.MessageRate;
import org.speakdraw.inference.SpeakDrawException;

/** What somebody in the room says, and what is done about it. One connection's; the container's thread. */
final class RoomConversation implements IncomingMessages.Receiver {

    private static final int MAX_TEXT_LENGTH = 16 * 1024;

    /** As fast as a person clicks through a class, with a burst of all of it at once. */
    private static final int PER_MINUTE = 240;

    private final LiveClassroom room;
    private final RoomPeer peer;
    private final IncomingMessages incoming;
    private final MessageRate rate = new MessageRate(PER_MINUTE, PER_MINUTE);

    RoomConversation(LiveClassroom room, RoomPeer peer) {
        this.room = room;
        this.peer = peer;
        this.incoming = new IncomingMessages(peer, 1, MAX_TEXT_LENGTH, this);
    }

    /** What comes in. */
    IncomingMessages incoming() {
        return incoming;
    }

    RoomPeer peer() {
        return peer;
    }

    @Override
    public void binary(byte[] message) {
        throw new RequestException(ApiError.MESSAGE_INVALID, "Nothing binary is taken in a classroom.");
    }

    @Override
    public void text(String text) {
        if (!rate.take()) {
            return;
        }
        RoomCommand command = RoomCommand.parse(text);
        if (command instanceof RoomCommand.OfTeacher order) {
            require(RoomRole.TEACHER, ApiError.NOT_THE_TEACHER, "Only the teacher may do this.");
            obey(order);
        } else if (command instanceof RoomCommand.OfStudent wish) {
            require(RoomRole.STUDENT, ApiError.NOT_IN_THE_CLASSROOM, "Only a student may do this.");
            grant(wish);
        }
    }

    private void require(RoomRole role, ApiError refusal, String detail) {
        if (peer.role() != role) {
            throw new RequestException(refusal, detail);
        }
    }

    private void obey(RoomCommand.OfTeacher order) {
        if (order instanceof RoomCommand.Push push) {
            peer.send(room.push(push.to(), push.values()));
        } else if (order instanceof RoomCommand.EyesHere eyes) {
            room.eyesHere(eyes.on());
        } else if (order instanceof RoomCommand.BlackOut blackOut) {
            room.blackOut(blackOut.student(), blackOut.on());
        } else if (order instanceof RoomCommand.Spotlight spotlight) {
            room.spotlight(seat(spotlight.student()));
        } else if (order instanceof RoomCommand.Look look) {
            room.look(peer, seat(look.student()));
        } else if (order instanceof RoomCommand.Task task) {
            room.task(task.text());
        } else if (order instanceof RoomCommand.Timer timer) {
            room.timer(timer.seconds());
        } else if (order instanceof RoomCommand.Screen screen) {
            room.screen(screen.options());
        } else if (order instanceof RoomCommand.Lock lock) {
            room.lock(lock.locks());
        } else if (order instanceof RoomCommand.Priority priority) {
            room.favour(priority.student(), Duration.ofSeconds(priority.seconds()));
        } else if (order instanceof RoomCommand.LowerHand hand) {
            room.lowerHand(hand.student());
        }
    }

    private static OptionalInt seat(Optional<Integer> student) {
        return student.stream().mapToInt(Integer::intValue).findFirst();
    }

    private void grant(RoomCommand.OfStudent wish) {
        if (wish instanceof RoomCommand.Hand hand) {
            room.hand(peer.participant().orElseThrow(), hand.raised());
        } else if (wish instanceof RoomCommand.Undo) {
            room.undo(peer.participant().orElseThrow());
        }
    }

    @Override
    public void refused(SpeakDrawException reason) {
        if (reason.code() == ApiError.MESSAGE_TOO_LARGE) {
            peer.close(RoomClosing.TOO_LARGE);
        } else {
            Problem problem = Problem.of(reason);
            peer.send(new RoomMessage.Failure(problem.code().id(), problem.detail()));
        }
    }
}
