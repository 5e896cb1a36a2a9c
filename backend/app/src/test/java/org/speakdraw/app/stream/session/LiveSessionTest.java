package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.app.stream.TestStreams.frame;
import static org.speakdraw.app.stream.TestStreams.settings;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.app.safety.PictureWatch;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.ManualScheduler;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameObserver;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.app.stream.painting.DueTurns;
import org.speakdraw.app.stream.painting.FakeModel;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.app.stream.painting.Turn;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickResult;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.onnx.DeviceOptions;

/** A session from its opening to its end, with a client, an engine and workers whose steps the test takes itself. */
class LiveSessionTest {

    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final FakeModel model = new FakeModel();
    private final FakePeer peer = new FakePeer();
    /** A clock that is far beyond every pace. */
    private final AtomicLong nanos =
            new AtomicLong(System.nanoTime() + Duration.ofHours(1).toNanos());

    private final DueTurns line =
            new DueTurns(() -> nanos.addAndGet(Duration.ofMillis(150).toNanos()));
    private final DecodeBudget budget = new DecodeBudget(1 << 20);
    /** Level of grey that the filter takes for unfit. */
    private int unfit = -1;

    private final AtomicLong lookNanos = new AtomicLong(1);
    private final PictureWatch watch =
            TestSafety.watch(picture -> (picture.rgb()[0] & 0xFF) == unfit ? 0.9 : 0.1, lookNanos::get);
    private final SessionFactory factory = new SessionFactory(
            workers::add,
            scheduler,
            TestStreams.LIMITS,
            TestStreams.stages(),
            new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu())),
            watch,
            budget,
            System::nanoTime);
    private final LiveSession session = open("\"width\":128,\"height\":128");

    @Test
    void paintsAFrameAndShowsIt() throws InterruptedException {
        connect();
        assertThat(peer.log).containsExactly("admitted", "credit 2");
        session.offer(frame(17, 100));
        work();
        paint();
        work();
        assertThat(peer.log).containsExactly("admitted", "credit 2", "credit 1", "painted 17");
        session.secondPassed(1, 1);
        assertThat(session.stats().received()).isEqualTo(1);
        assertThat(session.stats().fps()).isEqualTo(1);
        assertThat(session.framesIn()).isEqualTo(1);
        assertThat(session.framesOut()).isEqualTo(1);
    }

    @Test
    void waitsInLineWithoutCredit() throws InterruptedException {
        session.attach(peer, false);
        session.begin(peer);
        session.candidate().queue(new QueuePlace(2, 3));
        assertThat(peer.log).containsExactly("queued 1/1", "queued 2/3");
        session.offer(frame(1, 0));
        assertThat(peer.log).endsWith("refused credit-exceeded");
        assertThat(line.await(1)).isEmpty();
    }

    @Test
    void leavesTheLastOfTwoThatTakeOverItsCredit() {
        connect();
        FakePeer second = new FakePeer();
        FakePeer last = new FakePeer();
        peer.closing = () -> {
            // In the middle of the second one's coming.
            session.attach(last, true);
            session.begin(last);
        };
        assertThat(session.attach(second, true)).isTrue();
        session.begin(second);
        assertThat(second.log).containsExactly("close TAKEN_OVER");
        session.offer(frame(1, 0));
        session.offer(frame(2, 0));
        assertThat(last.log).containsExactly("credit 2");
        assertThat(session.framesIn()).isEqualTo(2);
    }

    @Test
    void refusesFramesWithoutCreditAndSaysSoOnce() {
        connect();
        for (int i = 0; i < 10; i++) {
            session.offer(frame(i, 0));
        }
        assertThat(peer.log).containsOnlyOnce("refused credit-exceeded");
        session.secondPassed(1, 1);
        assertThat(session.stats().refused()).isEqualTo(8);
        assertThat(session.stats().dropped()).isEqualTo(1);
    }

    @Test
    void tellsWhatIsWrongWithAFrameAndGivesItsCreditBack() {
        connect();
        session.offer(new org.speakdraw.app.stream.frames.InputFrame(
                new org.speakdraw.app.stream.frames.FrameTag(1, 0, 0), 0, new byte[] {1, 2, 3}, 0));
        work();
        assertThat(peer.log).endsWith("refused frame-undecodable", "credit 1");
    }

    @Test
    void takesNoTurnWhileTheClientIsBehind() throws InterruptedException {
        connect();
        peer.behind = true;
        session.offer(frame(1, 0));
        work();
        assertThat(line.await(1)).isEmpty();
        peer.behind = false;
        session.roomForPicture();
        paint();
        work();
        assertThat(peer.log).endsWith("painted 1");
    }

    @Test
    void startsAfreshAfterAFrameThatFailed() throws InterruptedException {
        connect();
        session.offer(frame(1, 0));
        work();
        Turn turn = line.await(1).get(0);
        assertThat(turn.take()).isPresent();
        var before = turn.state();
        turn.failed(new InferenceException(InferenceError.MODEL_FAILED, "no"));
        assertThat(peer.log).endsWith("refused model-failed");
        assertThat(turn.state()).isNotSameAs(before);
    }

    @Test
    void tellsOfNewSettingsAndPaintsWithThem() throws InterruptedException {
        connect();
        session.change(before -> settings("\"prompt\":\"a heron\""), (before, after) -> peer.log.add("event"));
        assertThat(peer.log).endsWith("settings a heron", "event");
        session.offer(frame(1, 0));
        work();
        ReadyFrame ready = line.await(1).get(0).take().orElseThrow();
        assertThat(ready.settings().settings().prompt()).isEqualTo("a heron");
        assertThat(session.settings().prompt()).isEqualTo("a heron");
    }

    @Test
    void paintsNothingWhileItIsFrozen() throws InterruptedException {
        connect();
        session.offer(frame(1, 0));
        work();
        session.change(before -> settings("\"freeze\":true"), (before, after) -> {});
        assertThat(line.await(1).get(0).take()).isEmpty();
        assertThat(peer.log).endsWith("credit 1");
        session.offer(frame(2, 0));
        work();
        session.secondPassed(1, 1);
        assertThat(session.stats().skipped()).isEqualTo(1);
    }

    @Test
    void paintsNothingWhileItIsHeldWhateverItsClientAsksFor() throws InterruptedException {
        connect();
        session.offer(frame(1, 0));
        work();
        session.hold(true);
        session.change(before -> settings("\"freeze\":false,\"prompt\":\"a heron\""), (before, after) -> {});
        assertThat(line.await(1).get(0).take()).isEmpty();
        session.offer(frame(2, 0));
        work();
        session.secondPassed(1, 1);
        assertThat(session.stats().skipped()).isEqualTo(1);
        session.hold(false);
        session.offer(frame(3, 0));
        work();
        paint();
        work();
        assertThat(peer.log).endsWith("painted 3");
    }

    @Test
    void paintsFromThePromptAgainAsSoonAsItIsReleased() throws InterruptedException {
        LiveSession own = open("\"input\":\"none\",\"random_seed\":true");
        own.hold(true);
        own.attach(peer, false);
        own.begin(peer);
        own.candidate().admit(line);
        assertThat(scheduler.waiting()).isZero();
        own.hold(false);
        scheduler.pass(1, TimeUnit.SECONDS);
        work();
        paint();
        work();
        assertThat(peer.log).anyMatch(entry -> entry.startsWith("painted"));
    }

    @Test
    void tellsWhereItWaitsUntilItIsAdmitted() {
        session.candidate().queue(new QueuePlace(2, 3));
        assertThat(session.waiting()).contains(new QueuePlace(2, 3));
        session.candidate().admit(line);
        assertThat(session.waiting()).isEmpty();
    }

    @Test
    void paintsFromThePromptByItselfWhileSomebodyLooks() throws InterruptedException {
        LiveSession own = open("\"input\":\"none\",\"random_seed\":true");
        assertThat(scheduler.waiting()).isZero();
        own.attach(peer, false);
        own.begin(peer);
        own.candidate().admit(line);
        scheduler.pass(1, TimeUnit.SECONDS);
        work();
        paint();
        work();
        assertThat(peer.log).endsWith("painted 1");
        // The next one is asked for with every tick, and none once the session is over.
        assertThat(scheduler.waiting()).isEqualTo(1);
        own.end(DisconnectReason.DELETED);
        scheduler.pass(1, TimeUnit.SECONDS);
        work();
        assertThat(line.await(1).stream().flatMap(turn -> turn.take().stream())).isEmpty();
    }

    /**
     * There is no matting network here, so the picture comes to nothing; what its frame held must be free all the same.
     */
    @Test
    void givesTheMemoryOfItsFramesBack() throws InterruptedException {
        session.change(before -> settings("\"width\":128,\"height\":128,\"mode\":\"human\""), (before, after) -> {});
        connect();
        session.offer(frame(1, 0));
        work();
        assertThat(budget.freeBytes()).as("ready").isLessThan(budget.maxBytes());
        session.offer(frame(2, 0));
        work();
        paint();
        assertThat(budget.maxBytes() - budget.freeBytes())
                .as("one, the other was replaced")
                .isEqualTo(3 * 64 * 64);
        work();
        assertThat(peer.log).contains("refused mode-unavailable");
        assertThat(budget.freeBytes()).isEqualTo(budget.maxBytes());
        session.offer(frame(3, 0));
        work();
        Turn turn = line.await(1).get(0);
        assertThat(turn.take()).isPresent();
        turn.failed(new InferenceException(InferenceError.MODEL_FAILED, "no"));
        assertThat(budget.freeBytes()).as("failed").isEqualTo(budget.maxBytes());
        session.offer(frame(4, 0));
        work();
        session.end(DisconnectReason.DELETED);
        assertThat(budget.freeBytes()).as("over").isEqualTo(budget.maxBytes());
    }

    @Test
    void isActiveWhileSomebodyIsThere() {
        connect();
        session.offer(frame(1, 0));
        assertThat(session.candidate().active()).isTrue();
        assertThat(session.candidate().expected()).isTrue();
        session.detach(peer);
        assertThat(session.candidate().active()).isFalse();
        assertThat(session.secondPassed(1, 1)).isEmpty();
    }

    @Test
    void saysThatItsModelTakesNoImage() {
        assertThatThrownBy(() -> session.images().showOnly(new byte[] {1, 2, 3}))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.IMAGE_PROMPT_UNAVAILABLE));
        session.images().clear();
    }

    @Test
    void tellsWhetherItIsRecorded() {
        connect();
        session.recording(new RecordingState(true, 2, false, 0, ""));
        assertThat(peer.log).endsWith("recording true");
        assertThat(session.recording().on()).isTrue();
    }

    @Test
    void endsOnceAndGivesItsModelBack() {
        connect();
        assertThat(session.end(DisconnectReason.IDLE)).isTrue();
        assertThat(session.end(DisconnectReason.DELETED)).isFalse();
        assertThat(peer.log).containsOnlyOnce("close IDLE").doesNotContain("close DELETED");
        assertThat(model.released()).isEqualTo(1);
        assertThat(session.candidate().ended()).isTrue();
        session.offer(frame(1, 0));
        assertThat(workers).isEmpty();
        assertThat(session.attach(new FakePeer(), true)).isFalse();
    }

    @Test
    void cannotBeOpenedWhenItsPromptCannotBeEncoded() {
        FakeModel broken = new FakeModel() {
            @Override
            public org.speakdraw.inference.diffusion.TextEmbedding embed(String prompt, float loraScale) {
                throw new InferenceException(InferenceError.MODEL_FAILED, "no");
            }
        };
        assertThatThrownBy(() -> create(broken, "")).isInstanceOf(InferenceException.class);
    }

    @Test
    void coversThePictureThatIsOnTheScreensAndShowsItAgain() throws InterruptedException {
        connect();
        List<String> seen = new ArrayList<>();
        session.observe(new FrameObserver() {
            @Override
            public void shown(InputFrame in, OutputFrame out, StreamSettings settings, boolean provisional) {
                seen.add(provisional ? "provisional" : "sure");
            }

            @Override
            public void unfit() {
                seen.add("unfit");
            }
        });
        session.offer(frame(17, 100));
        work();
        paint();
        work();
        unfit = 100;
        look();
        assertThat(peer.log).endsWith("painted 17", "painted 17", "notice picture-covered");
        assertThat(session.concern()).contains(Concern.PICTURE);
        assertThat(seen).containsExactly("provisional", "unfit");

        FakePeer reloaded = new FakePeer();
        session.attach(reloaded, true);
        session.begin(reloaded);
        assertThat(reloaded.log).contains("notice picture-covered");

        session.offer(frame(18, 200));
        work();
        paint();
        work();
        look();
        look();
        assertThat(reloaded.log).endsWith("painted 18", "notice picture-shown");
        assertThat(session.concern()).isEmpty();
        assertThat(seen).hasSize(3);
    }

    /** In and out. */
    private void look() {
        for (int i = 0; i < 2; i++) {
            lookNanos.addAndGet(Duration.ofSeconds(1).toNanos());
            TestSafety.look(watch);
        }
    }

    private void connect() {
        session.attach(peer, false);
        session.begin(peer);
        peer.log.clear();
        session.candidate().admit(line);
    }

    private LiveSession open(String changes) {
        return create(model, changes);
    }

    private LiveSession create(FakeModel paintedWith, String changes) {
        return factory.create(
                UUID.randomUUID(),
                SessionAccess.byToken("secret"),
                SessionOrigin.ofAddress("192.0.2.1"),
                paintedWith,
                settings(changes));
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    /** A tick, as the engine does it. */
    private void paint() throws InterruptedException {
        List<Turn> due = line.await(4);
        assertThat(due).hasSize(1);
        Turn turn = due.get(0);
        ReadyFrame ready = turn.take().orElseThrow();
        Tick<FrameContext> tick = turn.model()
                .encode(
                        "cpu",
                        List.of(new StreamInput<>(
                                turn.state(),
                                ready.settings().parameters(),
                                ready.settings().conditioning(),
                                ready.picture(),
                                ready.context())));
        tick.denoise();
        TickResult<FrameContext> result = tick.decode();
        turn.advanced(ready.settings(), result.settled().get(0));
        for (StreamOutput<FrameContext> output : result.outputs()) {
            turn.painted(output, 1_000_000);
        }
    }
}
