package org.speakdraw.inference.diffusion;

/**
 * How rows are spread over calls of a network: in plain calls as many as are there up to the limit; a graph that fixes
 * their number is filled up; and where each number of rows costs something of its own, calls come in powers of two only,
 * filled up or not, whichever is faster. Used by one thread, but for what it heeds, which any may set.
 */
final class RowSplit {

    private final boolean fixed;
    private final boolean fewShapes;
    private volatile int limit;
    /** Of calls of 1, 2, 4 ... rows. */
    private volatile double[] costs = {};

    /**
     * @param graphRows what the graph fixes; 0: nothing
     * @param maxRows   of one call, where the graph fixes nothing
     * @param fewShapes  whether few different numbers of rows are wanted
     */
    RowSplit(int graphRows, int maxRows, boolean fewShapes) {
        this.fixed = graphRows > 0;
        this.fewShapes = fewShapes;
        this.limit = fixed ? graphRows : maxRows;
    }

    /** Splits at {@code rows} from now on; nothing where the graph fixes it. */
    void limit(int rows) {
        if (!fixed) {
            limit = rows;
        }
    }

    /**
     * Splits into those powers of two that cost least together from now on.
     *
     * @param measured what calls of 1, 2, 4 ... rows cost, in any unit; as long as larger ones are allowed, it says nothing
     */
    void heed(double[] measured) {
        costs = measured.clone();
    }

    /** How many of {@code left} rows the next call takes. */
    int next(int left) {
        int most = limit;
        if (fixed || !fewShapes) {
            return Math.min(left, most);
        }
        int largest = Integer.numberOfTrailingZeros(Integer.highestOneBit(most));
        double[] measured = costs;
        return largest < measured.length ? cheapest(left, measured, largest) : usual(left, 1 << largest);
    }

    private static int usual(int left, int largest) {
        int whole = Math.min(Integer.highestOneBit(left), largest);
        // A call of the next size with a quarter of its rows unused is taken to be faster than two calls.
        return left < 2 * whole && 2 * whole <= largest && 2 * left >= 3 * whole ? left : whole;
    }

    /** The largest of the calls that together cost least. */
    private static int cheapest(int left, double[] costs, int largest) {
        double[] least = new double[left + 1];
        int[] taken = new int[left + 1];
        for (int rows = 1; rows <= left; rows++) {
            least[rows] = Double.POSITIVE_INFINITY;
            for (int size = largest; size >= 0; size--) {
                int rest = Math.max(0, rows - (1 << size));
                if (costs[size] + least[rest] < least[rows]) {
                    least[rows] = costs[size] + least[rest];
                    taken[rows] = rows - rest;
                }
            }
        }
        return taken[left];
    }

    /** How many rows a call has that takes {@code rows}; the others hold anything. */
    int size(int rows) {
        if (fixed) {
            return limit;
        }
        return fewShapes ? Integer.highestOneBit(2 * rows - 1) : rows;
    }
}
