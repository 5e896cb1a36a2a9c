package org.speakdraw.app.stream.session;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.speakdraw.app.safety.PictureWatch;
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

    /**
     * Makes sessions that no filter watches.
     *
     * @param executor does what sessions do beside the engine
     * @param nanoTime their clock
     */
    static SessionFactory factory(Executor executor, LongSupplier nanoTime) {
        return factory(executor, nanoTime, TestSafety.blindWatch());
    }

    private static SessionFactory factory(Executor executor, LongSupplier nanoTime, PictureWatch watch) {
        return new SessionFactory(
                executor,
                new ManualScheduler(),
                TestStreams.LIMITS,
                TestStreams.stages(),
                new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu())),
                watch,
                new DecodeBudget(1 << 20),
                nanoTime);
    }

    /** One with a token. */
    public static LiveSession open() {
        return open(TestSafety.blindWatch());
    }

    /** The same under {@code watch}. */
    public static LiveSession open(PictureWatch watch) {
        return open(watch, Optional.empty());
    }

    /** One of {@code participant}. */
    public static LiveSession openBy(UUID participant) {
        return open(TestSafety.blindWatch(), Optional.of(participant));
    }

    private static LiveSession open(PictureWatch watch, Optional<UUID> participant) {
        return factory(work -> {}, System::nanoTime, watch)
                .create(
                        UUID.randomUUID(),
                        SessionAccess.byToken("secret"),
                        new SessionOrigin("192.0.2.1", participant, Optional.empty()),
                        new FakeModel(),
                        TestStreams.settings(""));
    }

    /** Ends one, of which nobody is told. */
    public static void end(LiveSession session) {
        session.end(DisconnectReason.DELETED);
    }

    /** One goes on elsewhere, of which nobody is told. */
    public static void leave(LiveSession session) {
        session.end(DisconnectReason.MOVED);
    }
}
