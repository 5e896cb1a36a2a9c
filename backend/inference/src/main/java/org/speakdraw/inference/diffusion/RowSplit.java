package org.speakdraw.inference.diffusion;

/**
 * How rows are spread over calls of a network: in plain calls as many as are there up to the limit; a graph that fixes
 * their number is filled up; and where each number of rows costs something of its own, calls come in powers of two only.
 * Used by one thread, but for the limit, which any may set.
 */
final class RowSplit {

    private final boolean fixed;
    private final boolean fewShapes;
    private volatile int limit;

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

    /** How many of {@code left} rows the next call takes. */
    int next(int left) {
        if (fixed || !fewShapes) {
            return Math.min(left, limit);
        }
        int whole = Math.min(Integer.highestOneBit(left), Integer.highestOneBit(limit));
        // A call of the next size with a quarter of its rows unused is faster than two calls.
        return left < 2 * whole && 2 * whole <= limit && 2 * left >= 3 * whole ? left : whole;
    }

    /** How many rows a call has that takes {@code rows}; the others hold anything. */
    int size(int rows) {
        if (fixed) {
            return limit;
        }
        return fewShapes ? Integer.highestOneBit(2 * rows - 1) : rows;
    }
}
