package org.speakdraw.acceptance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Whatever is sent, the server answers below 500, goes on, and nobody else notices. */
@Tag("alone")
class FuzzIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** Inputs of each family; {@code deploy/acceptance/fuzz} sends a hundred times as many. */
    private static final int INPUTS = 1_000;

    private static final long SEED = 20261126;

    @Test
    void hostileInputOfEveryKindIsRefusedAndHarmsNobody() throws Exception {
        long pid = server.instance().serverPid();
        FuzzRun.Report report = new FuzzRun(server.baseUri(), SEED).run(FuzzRun.families(), INPUTS, done -> {});
        report.families().forEach((name, family) -> {
            assertThat(family.failures()).as(name).isEmpty();
            assertThat(family.verdicts()).as(name + " is hostile").containsKey("REFUSED");
        });
        assertThat(report.bystanderHarm()).as("the bystander").isEmpty();
        assertThat(server.instance().serverPid()).as("the same process").isEqualTo(pid);
    }
}
