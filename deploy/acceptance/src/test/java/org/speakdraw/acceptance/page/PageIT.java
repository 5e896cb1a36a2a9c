package org.speakdraw.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Runs the browser tests of frontend/e2e against the real server. */
class PageIT {

    private static final long LIMIT_MINUTES = 15;

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void worksInARealBrowser() throws Exception {
        Optional<Path> chromium = chromium();
        assumeTrue(
                chromium.isPresent(),
                "needs Chromium: /usr/bin/chromium, chromium-browser, google-chrome or $CHROMIUM");
        Path screenshots = Files.createDirectories(Checkout.root().resolve("deploy/acceptance/target/screenshots"));
        ProcessBuilder builder = new ProcessBuilder("npx", "--no-install", "playwright", "test")
                .directory(Checkout.frontend().toFile())
                .redirectErrorStream(true);
        builder.environment().put("SPEAKDRAW_URL", server.baseUri().toString());
        builder.environment().put("CHROMIUM", chromium.get().toString());
        builder.environment().putIfAbsent("SPEAKDRAW_SCREENSHOTS", screenshots.toString());
        Path person = Checkout.root().resolve("deploy/acceptance/target/person.mjpeg");
        PersonClip.write(person);
        builder.environment().put("SPEAKDRAW_PERSON_CLIP", person.toString());
        Checkout.findGolden("whisper/audio/goforward.wav")
                .ifPresent(clip -> builder.environment().put("SPEAKDRAW_SPOKEN_CLIP", clip.toString()));
        Process playwright = builder.start();
        try {
            playwright.getOutputStream().close();
            // Printed from here: the standard output of a test's JVM belongs to Failsafe.
            playwright.inputReader().lines().forEach(System.out::println);
            assertThat(playwright.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(playwright.exitValue())
                    .as("exit code of Playwright; its report is above")
                    .isZero();
        } finally {
            playwright.descendants().forEach(ProcessHandle::destroy);
            playwright.destroy();
        }
    }

    private static Optional<Path> chromium() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("CHROMIUM")).orElse(""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
