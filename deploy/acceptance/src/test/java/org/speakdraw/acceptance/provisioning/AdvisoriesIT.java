package org.speakdraw.acceptance.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.acceptance.fixture.Checkout;
import org.speakdraw.acceptance.fixture.PackagedVersions;
import org.speakdraw.acceptance.fixture.PackagedVersions.Packaged;

/** Nothing is shipped that has a published fault, by the dated list in {@code deploy/advisories}; needs no network. */
class AdvisoriesIT {

    private static JsonNode list;
    private static List<Packaged> shipped;

    @BeforeAll
    static void read() throws IOException {
        list = new ObjectMapper()
                .readTree(Checkout.root()
                        .resolve("deploy/advisories/advisories.json")
                        .toFile());
        shipped = PackagedVersions.all();
    }

    @Test
    void shipsNothingThatIsRefused() {
        List<String> found = new ArrayList<>();
        for (JsonNode rule : list.get("refused")) {
            matches(rule)
                    .forEach(packaged ->
                            found.add(packaged + ": " + rule.get("advisory").asText() + ", "
                                    + rule.get("reason").asText() + " ("
                                    + rule.get("link").asText() + ")"));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void acceptsOnlyWhatIsStillShipped() {
        for (JsonNode rule : list.get("accepted")) {
            assertThat(matches(rule)).as("what was accepted: " + rule).isNotEmpty();
            assertThat(rule.get("reason").asText()).isNotBlank();
        }
    }

    @Test
    void knowsWhatItJudges() {
        assertThat(LocalDate.parse(list.get("checked").asText())).isAfter(LocalDate.of(2026, 1, 1));
        assertThat(shipped)
                .extracting(Packaged::name)
                .as("packages of the server, the EAR, the launcher and the page are all seen")
                .contains("undertow-core", "ffmpeg", "commons-compress", "jackson-core", "npm:onnxruntime-web");
        for (JsonNode rule : list.get("refused")) {
            assertThat(shipped)
                    .extracting(Packaged::name)
                    .contains(rule.get("package").asText());
        }
    }

    @Test
    void comparesVersionsByTheirNumbers() {
        assertThat(isBelow("2.3.9.Final", "2.3.25.Final")).isTrue();
        assertThat(isBelow("8.0.1-1.5.13", "8.1")).isTrue();
        assertThat(isBelow("8.1.2-1.5.14", "8.1")).isFalse();
        assertThat(isBelow("2.3.25.Final", "2.3.25.Final")).isFalse();
        assertThat(isBelow("2.20", "2.3.1")).isFalse();
    }

    private static List<Packaged> matches(JsonNode rule) {
        return shipped.stream()
                .filter(packaged -> packaged.name().equals(rule.get("package").asText()))
                .filter(packaged ->
                        isBelow(packaged.version(), rule.get("below").asText()))
                .filter(packaged -> !rule.has("from")
                        || !isBelow(packaged.version(), rule.get("from").asText()))
                .toList();
    }

    private static boolean isBelow(String version, String limit) {
        long[] left = numbers(version);
        long[] right = numbers(limit);
        return Arrays.compare(left, right) < 0;
    }

    private static long[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+", -1))
                .filter(part -> !part.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
