package org.speakdraw.app.stream.session;

import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.stream.ManualScheduler;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.painting.FakeModel;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.onnx.DeviceOptions;

/** Live sessions that paint nothing. */
public final class TestSessions {

    private TestSessions() {}

    /** One with a token. */
    public static LiveSession open() {
        SessionFactory factory = new SessionFactory(
                work -> {},
                new ManualScheduler(),
                TestStreams.LIMITS,
                TestStreams.stages(),
                new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu())),
                TestSafety.blindWatch(),
                new DecodeBudget(1 << 20),
                System::nanoTime);
        return factory.create(
                UUID.randomUUID(),
                SessionAccess.byToken("secret"),
                SessionOrigin.ofAddress("192.0.2.1"),
                new FakeModel(),
                TestStreams.settings(""));
    }

    /** Ends one, of which nobody is told. */
    public static void end(LiveSession session) {
        session.end(DisconnectReason.DELETED);
    }
}
