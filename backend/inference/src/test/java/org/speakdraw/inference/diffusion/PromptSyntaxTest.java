package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class PromptSyntaxTest {

    @Test
    void plainTextIsOneRunOfWeightOne() {
        for (String text :
                List.of("", "a red fox", "ratio 16:9", "a: b", "SANDY ANDROID", "tree. And grass", ":)", "a ] b )")) {
            assertThat(runs(text)).as(text).containsExactly(new WeightedText(text, 1));
        }
    }

    @Test
    void bracketsWeigh() {
        assertRuns("a (red) fox", "a ", 1, "red", 1.1, " fox", 1);
        assertRuns("a ((red)) fox", "a ", 1, "red", 1.21, " fox", 1);
        assertRuns("[red] fox", "red", 1 / 1.1, " fox", 1);
        assertRuns("a (red:1.3)", "a ", 1, "red", 1.3);
        assertRuns("(red : .5 )", "red ", 0.5);
        assertRuns("(a (b:2) c:0.5)", "a ", 0.5, "b", 1, " c", 0.5);
        assertRuns("(a [b) c]", "a ", 1.1, "b", 1, " c", 1 / 1.1);
        assertRuns("(one)(two)", "onetwo", 1.1);
    }

    @Test
    void escapedBracketsAreText() {
        assertRuns("a \\(red\\) \\[fox\\] \\\\ \\n", "a (red) [fox] \\ \\n", 1);
        assertRuns("(smile \\(:1.2)", "smile (", 1.2);
        assertRuns("end \\", "end \\", 1);
    }

    @Test
    void whatDoesNotBalanceIsReadAllTheSame() {
        assertRuns("a (red fox", "a ", 1, "red fox", 1.1);
        assertRuns("a ([red fox", "a red fox", 1);
        assertRuns("a) b] c", "a) b] c", 1);
        assertRuns("()", "", 1);
        assertRuns("(red:) (blue:x) (green:1.2.3)", "red:", 1.1, " ", 1, "blue:x", 1.1, " ", 1, "green:1.2.3", 1.1);
        assertRuns("[red:1.3]", "red:1.3", 1 / 1.1);
    }

    @Test
    void weightsStayWithinTheirRange() {
        assertRuns("(a:1e9)", "a:1e9", 1.1);
        assertRuns("(a:99999999999999999999999999999999999999999999)", "a", 3);
        assertRuns("(a:-2)", "a", 0);
        assertRuns("((a:3):3)", "a", 3);
        assertRuns("(".repeat(500) + "a" + ")".repeat(500), "a", 3);
        assertThat(runs("[".repeat(500) + "a" + "]".repeat(500)).get(0).weight())
                .isCloseTo((float) Math.pow(1.1, -16), within(1e-4f));
    }

    @Test
    void partsShareTheWhole() {
        assertParts("a fox AND a castle", "a fox", 0.5, "a castle", 0.5);
        assertParts("a fox AND a castle :3", "a fox", 0.25, "a castle", 0.75);
        assertParts("a fox:0.6\nAND\na castle: 0.2 AND the sea :.2", "a fox", 0.6, "a castle", 0.2, "the sea", 0.2);
        assertParts("a fox :0 AND a castle :0", "a fox", 0.5, "a castle", 0.5);
        assertParts("a fox :-1 AND a castle", "a fox", 0, "a castle", 1);
        assertParts("a fox AND AND :2 AND ", "a fox", 1);
        assertParts(" AND ", "", 1);
        assertThat(PromptSyntax.parse("a (red:2) fox AND a [grey] castle :0.5")
                        .get(1)
                        .runs())
                .extracting(WeightedText::text)
                .containsExactly("a ", "grey", " castle");
    }

    @Test
    void moreThanEightPartsAreLeftOut() {
        assertThat(PromptSyntax.parse("x AND ".repeat(100) + "x")).hasSize(PromptSyntax.MAX_PARTS);
    }

    @Test
    void anyTextCanBeRead() {
        SplittableRandom random = new SplittableRandom(5);
        String alphabet = "()[]\\:.10a AND\n-😀";
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> {
            for (int round = 0; round < 2_000; round++) {
                StringBuilder text = new StringBuilder();
                int length = round < 5 ? 2_000 : random.nextInt(40);
                while (text.length() < length) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                List<PromptPart> parts = PromptSyntax.parse(text.toString());
                assertThat(parts).isNotEmpty();
                assertThat(parts.stream().mapToDouble(PromptPart::share).sum()).isCloseTo(1, within(1e-5));
                for (PromptPart part : parts) {
                    assertThat(part.runs())
                            .isNotEmpty()
                            .allSatisfy(run -> assertThat(run.weight())
                                    .isBetween(PromptSyntax.MIN_WEIGHT, PromptSyntax.MAX_WEIGHT));
                }
            }
        });
    }

    private static List<WeightedText> runs(String prompt) {
        List<PromptPart> parts = PromptSyntax.parse(prompt);
        assertThat(parts).hasSize(1);
        return parts.get(0).runs();
    }

    /** Texts and their weights by turns. */
    private static void assertRuns(String prompt, Object... expected) {
        List<WeightedText> runs = runs(prompt);
        assertThat(runs).as(prompt).hasSize(expected.length / 2);
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).text()).as(prompt).isEqualTo(expected[2 * i]);
            assertThat((double) runs.get(i).weight())
                    .as(prompt)
                    .isCloseTo(((Number) expected[2 * i + 1]).doubleValue(), within(1e-4));
        }
    }

    /** Texts and their shares by turns. */
    private static void assertParts(String prompt, Object... expected) {
        List<PromptPart> parts = PromptSyntax.parse(prompt);
        assertThat(parts).as(prompt).hasSize(expected.length / 2);
        for (int i = 0; i < parts.size(); i++) {
            assertThat(parts.get(i).runs()).containsExactly(new WeightedText((String) expected[2 * i], 1));
            assertThat((double) parts.get(i).share())
                    .as(prompt)
                    .isCloseTo(((Number) expected[2 * i + 1]).doubleValue(), within(1e-4));
        }
    }
}
