package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

class ReplayPlacesTest {

    private final ReplayPlaces places = new ReplayPlaces(ReplayPlaces.MAX_OF_ONE + 1);

    @Test
    void oneOwnerLeavesPlacesForOthersAndAllTogetherAreBounded() {
        Runnable first = places.take("owner");
        for (int i = 1; i < ReplayPlaces.MAX_OF_ONE; i++) {
            places.take("owner");
        }
        assertFull("owner");
        Runnable other = places.take("other");
        assertFull("third");
        other.run();
        other.run();
        assertFull("owner");
        places.take("third");
        assertFull("other");
        first.run();
        places.take("owner");
    }

    private void assertFull(String owner) {
        assertThatThrownBy(() -> places.take(owner))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.SERVER_FULL));
    }
}
