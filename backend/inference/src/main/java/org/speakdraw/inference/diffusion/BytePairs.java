package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-pair encoding of one word (Sennrich et al., 2016) over GPT-2's printable stand-ins for bytes, with CLIP's mark
 * at the end of a word. Takes time in proportion to n log n even for a word of many thousand letters. Immutable.
 */
final class BytePairs {

    private static final String END_OF_WORD = "</w>";

    /** The token that two tokens become, and how early: a lower rank goes first. */
    private record Merge(int rank, int token) {}

    /** Two neighbours that could become one; stale once either has changed. */
    private record Candidate(int rank, int left, int leftToken, int right, int rightToken, int token)
            implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            int byRank = Integer.compare(rank, other.rank);
            return byRank != 0 ? byRank : Integer.compare(left, other.left);
        }
    }

    private final int[] inside = new int[256];
    private final int[] last = new int[256];
    private final Map<Long, Merge> merges = new HashMap<>();

    /**
     * @param vocabulary token ids
     * @param lines      of {@code merges.txt}: two tokens each, best first
     * @param unknown    for a byte that the vocabulary lacks
     */
    BytePairs(Map<String, Integer> vocabulary, List<String> lines, int unknown) {
        for (int value = 0; value < 256; value++) {
            String symbol = Character.toString(standIn(value));
            inside[value] = vocabulary.getOrDefault(symbol, unknown);
            last[value] = vocabulary.getOrDefault(symbol + END_OF_WORD, unknown);
        }
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (line.startsWith("#version") || space < 0) {
                continue;
            }
            Integer left = vocabulary.get(line.substring(0, space));
            Integer right = vocabulary.get(line.substring(space + 1).strip());
            Integer both = vocabulary.get(
                    line.substring(0, space) + line.substring(space + 1).strip());
            if (left != null && right != null && both != null) {
                merges.putIfAbsent(key(left, right), new Merge(merges.size(), both));
            }
        }
    }

    /** Tokens of a word's UTF-8 bytes. */
    List<Integer> encode(byte[] word) {
        int length = word.length;
        int[] token = new int[length];
        int[] next = new int[length];
        int[] previous = new int[length];
        PriorityQueue<Candidate> candidates = new PriorityQueue<>();
        for (int i = 0; i < length; i++) {
            token[i] = (i == length - 1 ? last : inside)[word[i] & 0xFF];
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i + 1 < length; i++) {
            offer(candidates, token, i, i + 1);
        }
        while (!candidates.isEmpty()) {
            Candidate best = candidates.remove();
            int left = best.left();
            int right = best.right();
            if (token[left] != best.leftToken() || token[right] != best.rightToken() || next[left] != right) {
                continue;
            }
            token[left] = best.token();
            token[right] = -1;
            next[left] = next[right];
            if (next[left] < length) {
                previous[next[left]] = left;
                offer(candidates, token, left, next[left]);
            }
            if (previous[left] >= 0) {
                offer(candidates, token, previous[left], left);
            }
        }
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < length; i = next[i]) {
            tokens.add(token[i]);
        }
        return tokens;
    }

    private void offer(PriorityQueue<Candidate> candidates, int[] token, int left, int right) {
        Merge merge = merges.get(key(token[left], token[right]));
        if (merge != null) {
            candidates.add(new Candidate(merge.rank(), left, token[left], right, token[right], merge.token()));
        }
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | (right & 0xFFFFFFFFL);
    }

    /** GPT-2's {@code bytes_to_unicode}: printable bytes stand for themselves, the others for 256 and up in order. */
    private static int standIn(int value) {
        if (isPrintable(value)) {
            return value;
        }
        int before = 0;
        for (int other = 0; other < value; other++) {
            if (!isPrintable(other)) {
                before++;
            }
        }
        return 256 + before;
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || (value >= 0xAE && value <= 0xFF);
    }
}
