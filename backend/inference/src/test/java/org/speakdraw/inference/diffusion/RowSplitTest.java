package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSplitTest {

    @Test
    void recordedCallsComeInPowersOfTwo() {
        RowSplit recorded = new RowSplit(0, 16, true);
        assertThat(calls(recorded, 1)).containsExactly(1);
        assertThat(calls(recorded, 3)).containsExactly(4);
        assertThat(calls(recorded, 5)).containsExactly(4, 1);
        assertThat(calls(recorded, 7)).containsExactly(8);
        assertThat(calls(recorded, 13)).containsExactly(16);
        assertThat(calls(recorded, 19)).containsExactly(16, 4);
        recorded.limit(6);
        assertThat(calls(recorded, 7)).containsExactly(4, 4);
        assertThat(calls(new RowSplit(0, 6, false), 7)).containsExactly(6, 1);
        assertThat(calls(new RowSplit(4, 16, true), 5)).containsExactly(4, 4);
    }

    /** Where a call costs little beside its rows, none of them is wasted; where it costs much, calls are few. */
    @Test
    void measuredCallsAreThoseThatCostLeastTogether() {
        RowSplit split = new RowSplit(0, 16, true);
        split.heed(costs(0.5));
        assertThat(calls(split, 12)).containsExactly(8, 4);
        assertThat(calls(split, 14)).containsExactly(8, 4, 2);
        assertThat(calls(split, 15)).containsExactly(16);
        split.heed(costs(30));
        assertThat(calls(split, 12)).containsExactly(16);
        assertThat(calls(split, 9)).containsExactly(16);
        assertThat(calls(split, 17)).containsExactly(16, 1);
        split.limit(4);
        assertThat(calls(split, 9)).containsExactly(4, 4, 1);
    }

    @Test
    void whateverTheCostsEveryRowIsInOneCall() {
        for (double fixed : new double[] {0, 0.3, 1, 3, 30}) {
            RowSplit split = new RowSplit(0, 16, true);
            split.heed(costs(fixed));
            for (int rows = 1; rows <= 70; rows++) {
                double cost = 0;
                double usual = 0;
                for (int size : calls(split, rows)) {
                    assertThat(size).isIn(1, 2, 4, 8, 16);
                    cost += fixed + size;
                }
                for (int size : calls(new RowSplit(0, 16, true), rows)) {
                    usual += fixed + size;
                }
                assertThat(cost).as(rows + " rows").isLessThanOrEqualTo(usual + 1e-9);
            }
        }
    }

    /** What was not measured is not guessed. */
    @Test
    void costsThatEndTooSoonSayNothing() {
        RowSplit split = new RowSplit(0, 16, true);
        split.heed(new double[] {1, 2, 3, 4});
        assertThat(calls(split, 12)).containsExactly(16);
        split.limit(8);
        assertThat(calls(split, 12)).containsExactly(8, 4);
    }

    @Test
    void costsAreNotForPlainCallsOrFixedGraphs() {
        RowSplit plain = new RowSplit(0, 16, false);
        RowSplit fixed = new RowSplit(4, 16, true);
        plain.heed(costs(0));
        fixed.heed(costs(0));
        assertThat(calls(plain, 14)).containsExactly(14);
        assertThat(calls(fixed, 5)).containsExactly(4, 4);
    }

    /** Of 1 to 16 rows, each row costing 1. */
    private static double[] costs(double fixed) {
        return new double[] {fixed + 1, fixed + 2, fixed + 4, fixed + 8, fixed + 16};
    }

    private static List<Integer> calls(RowSplit split, int rows) {
        List<Integer> sizes = new ArrayList<>();
        for (int left = rows; left > 0; ) {
            int taken = split.next(left);
            assertThat(taken).isBetween(1, left);
            sizes.add(split.size(taken));
            left -= taken;
        }
        return sizes;
    }
}
