package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PersonalExportsTest {

    private final PersonalExports exports = new PersonalExports();
    private final UUID ada = UUID.randomUUID();

    @Test
    void givesEverybodyOneTurnAtATime() {
        PersonalExports.Turn turn = exports.begin(ada);
        assertThatThrownBy(() -> exports.begin(ada)).hasMessageContaining("Your last export");
        turn.close();
        assertThatCode(() -> exports.begin(ada)).doesNotThrowAnyException();
    }

    @Test
    void hasTwoPlacesHoweverOftenATurnIsClosed() {
        PersonalExports.Turn turn = exports.begin(ada);
        turn.close();
        turn.close();
        exports.begin(ada);
        exports.begin(UUID.randomUUID());
        assertThatThrownBy(() -> exports.begin(UUID.randomUUID())).hasMessageContaining("exports of others");
    }
}
