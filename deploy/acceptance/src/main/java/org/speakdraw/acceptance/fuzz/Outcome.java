package org.speakdraw.acceptance.fuzz;

/**
 * What became of one input.
 *
 * @param verdict how the server took it
 * @param detail  the status or error code, for the report
 */
record Outcome(Verdict verdict, String detail) {

    /** How the server took an input. */
    enum Verdict {
        /** It was valid after all. */
        ACCEPTED,
        /** It was refused with a clear error. */
        REFUSED,
        /** The server hung up, which is its right where a message is over a limit or the framing is lost. */
        HUNG_UP,
        /** An answer of 5xx, or none within the time limit. */
        FAILED
    }

    static Outcome accepted(String detail) {
        return new Outcome(Verdict.ACCEPTED, detail);
    }

    static Outcome refused(String detail) {
        return new Outcome(Verdict.REFUSED, detail);
    }

    static Outcome hungUp(String detail) {
        return new Outcome(Verdict.HUNG_UP, detail);
    }

    static Outcome failed(String detail) {
        return new Outcome(Verdict.FAILED, detail);
    }

    /** Of an HTTP answer. */
    static Outcome ofStatus(int status, String detail) {
        if (status >= 500) {
            return failed(detail);
        }
        return status >= 400 ? refused(detail) : accepted(detail);
    }
}
