package org.speakdraw.app.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionRulesTest {

    private static final long SECOND = 1_000_000_000L;

    private final WaitingLine<String> line = new WaitingLine<>();

    @Test
    void originsTakeTurnsAndEachKeepsItsOrder() {
        line.join("lab 1", "lab");
        line.join("lab 2", "lab");
        line.join("lab 3", "lab");
        line.join("home", "home");
        assertThat(line.inOrder()).containsExactly("lab 1", "home", "lab 2", "lab 3");
        assertThat(line.next(each -> true)).hasValue("lab 1");
        line.join("library", "library");
        assertThat(line.inOrder()).containsExactly("home", "lab 2", "library", "lab 3");
    }

    @Test
    void aBusyOriginNeverStarvesTheOthers() {
        for (int i = 0; i < 30; i++) {
            line.join("lab " + i, "lab");
        }
        line.join("home", "home");
        assertThat(line.next(each -> true)).hasValue("lab 0");
        line.join("lab 30", "lab");
        assertThat(line.next(each -> true)).hasValue("home");
    }

    @Test
    void whoIsNotThereKeepsItsPlaceButLetsOthersPass() {
        line.join("away", "a");
        line.join("here", "b");
        assertThat(line.next(each -> !each.equals("away"))).hasValue("here");
        assertThat(line.inOrder()).containsExactly("away");
        line.leave("away");
        assertThat(line.next(each -> true)).isEmpty();
    }

    @Test
    void throughputFollowsTheLastSeconds() {
        Throughput throughput = new Throughput(1000);
        for (int tick = 0; tick < 100; tick++) {
            throughput.worked(50, SECOND / 10, 1);
        }
        assertThat(throughput.costPerSecond()).isBetween(500.0, 530.0);
    }

    @Test
    void aDeviceThatWasMeasuredAtABadMomentShowsWhatItCanDoAndIsChosenThen() {
        Throughput unlucky = new Throughput(100);
        Place<String> other = new Place<>("other", new Throughput(1000), 10, 10);
        Place<String> empty = new Place<>("empty", unlucky);
        assertThat(Place.best(List.of(other, empty), 10).map(Place::device)).hasValue("other");
        // One alone does not fill its batches.
        for (int tick = 0; tick < 100; tick++) {
            unlucky.worked(10, SECOND / 40, 0.1);
        }
        assertThat(unlucky.costPerSecond()).isBetween(200.0, 400.0);
        assertThat(new Place<>("one there", unlucky, 10).fits(10, 10)).isTrue();
        unlucky.atLeast(1000);
        unlucky.atLeast(5);
        assertThat(unlucky.costPerSecond()).isEqualTo(1000);
        assertThat(Place.best(List.of(other, empty), 10).map(Place::device)).hasValue("empty");
    }

    @Test
    void smallBatchesSayNothingAgainstADeviceAndPairsThatEndTogetherNothingForIt() {
        Throughput busy = new Throughput(1000);
        for (int tick = 0; tick < 100; tick++) {
            busy.worked(10, SECOND / 10, 0.1);
            busy.worked(10, 1, 0.1);
        }
        assertThat(busy.costPerSecond()).isEqualTo(1000);
    }

    @Test
    void aDeviceThatWasMeasuredTooFastIsFoundOutByBatchesThatAreNotFull() {
        Throughput overrated = new Throughput(10_000);
        for (int tick = 0; tick < 300; tick++) {
            overrated.worked(100, SECOND / 5, 0.625);
        }
        assertThat(overrated.costPerSecond())
                .as("a full one would have taken as long at least")
                .isBetween(799.0, 801.0);
        for (int tick = 0; tick < 300; tick++) {
            overrated.worked(160, SECOND / 4, 1);
        }
        assertThat(overrated.costPerSecond()).isBetween(639.0, 641.0);
        overrated.atLeast(700);
        overrated.worked(100, SECOND / 5, 0.625);
        assertThat(overrated.costPerSecond()).isEqualTo(700);
    }

    @Test
    void oneSlowMomentIsForgottenAlsoWhereNoBatchIsFull() {
        Throughput hiccup = new Throughput(1000);
        hiccup.worked(10, 3 * SECOND, 0.1);
        assertThat(hiccup.costPerSecond()).isLessThan(500);
        for (int tick = 0; tick < 200; tick++) {
            hiccup.worked(10, SECOND / 10, 0.1);
        }
        assertThat(hiccup.costPerSecond()).isCloseTo(1000, within(1.0));
    }

    @Test
    void oneWithCostlyFramesDoesNotCountAgainstTheOthers() {
        Throughput throughput = new Throughput(1200);
        assertThat(throughput.framesPerSecond(new long[] {10, 10, 10, 10})).isEqualTo(30);
        assertThat(throughput.framesPerSecond(new long[] {10, 10, 160, 10})).isEqualTo(30);
        assertThat(throughput.framesPerSecond(new long[] {40, 40, 40, 10})).isEqualTo(7.5);
        assertThat(throughput.framesPerSecond(new long[0])).isInfinite();
    }

    @Test
    void aMinutesWorthMayComeAtOnceAndThenAtItsRate() {
        RequestRate rate = new RequestRate(30);
        for (int i = 0; i < 30; i++) {
            assertThat(rate.request("lab", 0)).isZero();
        }
        assertThat(rate.request("lab", 0)).isEqualTo(2 * SECOND);
        assertThat(rate.request("home", 0)).isZero();
        assertThat(rate.request("lab", SECOND)).isEqualTo(SECOND);
        assertThat(rate.request("lab", 2 * SECOND)).isZero();
        assertThat(rate.request("lab", 2 * SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void floodsFromManyOriginsAreBoundAndForgotten() {
        RequestRate rate = new RequestRate(60);
        for (int i = 0; i < 10_000; i++) {
            rate.request("origin " + i, 0);
        }
        assertThat(rate.request("one more", 0)).isPositive();
        assertThat(rate.request("one more", 2 * SECOND)).isZero();
    }

    @Test
    void newcomersGoWhereTheyGetMost() {
        Place<String> fast = new Place<>("fast", new Throughput(1200), 10, 10, 10, 10);
        Place<String> slow = new Place<>("slow", new Throughput(300));
        assertThat(Place.best(List.of(fast, slow), 10).map(Place::device)).hasValue("slow");
        // A class of six shares what one alone would have had.
        assertThat(Place.best(List.of(fast, slow), 10, 10, 10, 10, 10, 10).map(Place::device))
                .hasValue("fast");
    }

    @Test
    void nobodyIsLetInWhereOthersWouldFallTooFar() {
        Place<String> busy = new Place<>("busy", new Throughput(120), 10, 10, 10);
        assertThat(busy.fits(10, 3)).isTrue();
        assertThat(busy.fits(10, 3.1)).isFalse();
        assertThat(new Place<>("slow and empty", new Throughput(1)).fits(10, 3)).isTrue();
    }

    @Test
    void aSecondServerShortensTheLineOfASchool() {
        SchoolDay.Outcome one = SchoolDay.play(1, 68.5, SchoolDay.Rule.TOGETHER, 7);
        SchoolDay.Outcome two = SchoolDay.play(2, 68.5, SchoolDay.Rule.TOGETHER, 7);
        assertThat(two.never()).isLessThan(one.never());
        assertThat(two).isEqualTo(SchoolDay.play(2, 68.5, SchoolDay.Rule.TOGETHER, 7));
    }
}
