package org.speakdraw.acceptance.page;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.Playwright;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Runs the browser tests of frontend/e2e and frontend/e2e-firefox against the real server. */
class PageIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void worksInARealBrowser() throws Exception {
        Map<String, String> environment = new HashMap<>();
        Path person = Checkout.root().resolve("deploy/acceptance/target/person.mjpeg");
        PersonClip.write(person);
        environment.put("SPEAKDRAW_PERSON_CLIP", person.toString());
        Checkout.findGolden("whisper/audio/goforward.wav")
                .ifPresent(clip -> environment.put("SPEAKDRAW_SPOKEN_CLIP", clip.toString()));
        Playwright.run(server.baseUri(), environment);
    }

    @Test
    void worksInFirefox() throws Exception {
        Playwright.runInFirefox(server.baseUri());
    }
}
