package org.speakdraw.app.stream.still;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.painting.FakeModel;

class StillPlacesTest {

    private final StillPlaces places = new StillPlaces(2, 8);

    @Test
    void anAddressGetsAsManyAsItLeavesFree() {
        assertThat(joined("school", 8)).isEqualTo(4);
        assertThat(joined("elsewhere", 8)).isEqualTo(2);
        assertThat(joined("here", 8)).isEqualTo(1);
        assertThat(joined("there", 8)).isEqualTo(1);
        assertThat(joined("late", 8)).isZero();
    }

    @Test
    void addressesTakeTurnsAndHaveOneEach() {
        StillTurn first = join("school");
        join("school");
        StillTurn other = join("elsewhere");
        assertThat(places.begin()).contains(first);
        assertThat(places.begin()).contains(other);
        assertThat(places.begin()).as("two are painted").isEmpty();
        places.leave(other);
        assertThat(places.begin()).as("the school has one already").isEmpty();
        places.leave(first);
        assertThat(places.begin()).isPresent();
        assertThat(places.all()).hasSize(1);
    }

    @Test
    void onesThatLeaveFreeTheirPlaces() {
        StillTurn waiting = join("school");
        assertThat(joined("school", 8)).isEqualTo(3);
        places.leave(waiting);
        assertThat(joined("school", 8)).isEqualTo(1);
    }

    @Test
    void aSeriesKeepsItsPlace() {
        StillTurn first = join("school");
        assertThat(places.begin()).contains(first);
        places.leave(first);
        assertThat(joined("elsewhere", 8) + joined("here", 8) + joined("there", 8) + joined("last", 8))
                .isEqualTo(8);
        places.rejoin(still("school"));
        assertThat(places.all()).hasSize(9);
    }

    private int joined(String address, int attempts) {
        int joined = 0;
        for (int i = 0; i < attempts; i++) {
            joined += places.join(still(address)) ? 1 : 0;
        }
        return joined;
    }

    private StillTurn join(String address) {
        StillTurn still = still(address);
        assertThat(places.join(still)).isTrue();
        return still;
    }

    private static StillTurn still(String address) {
        return new StillTurn(
                address, new FakeModel(), TestStreams.settings("\"input\":\"none\""), Optional.empty(), Runnable::run);
    }
}
