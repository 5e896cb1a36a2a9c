package org.speakdraw.launcher;

import java.io.PrintStream;
import java.util.List;

/**
 * The user's terminal: results on standard output, all else on standard error, and a moving line only where somebody
 * can see it move. Thread-safe.
 */
public final class Terminal {

    private static final String SPINNER = "|/-\\";
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final long start = System.nanoTime();
    private String step = "";
    private int turn;

    Terminal(PrintStream out, PrintStream err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    /** The script in front tells whether standard error is a terminal: Java cannot. */
    public static Terminal ofProcess() {
        return new Terminal(System.out, System.err, "true".equals(System.getenv("SPEAKDRAW_TTY")));
    }

    /** Says what is being done now. */
    public synchronized void step(String what) {
        step = what;
        tick();
    }

    /** Moves the progress line on. */
    synchronized void tick() {
        if (interactive && !step.isEmpty()) {
            long seconds = (System.nanoTime() - start) / 1_000_000_000L;
            err.print(ERASE_LINE + SPINNER.charAt(turn++ % SPINNER.length()) + " " + step + " (" + seconds + " s)");
            err.flush();
        }
    }

    /** Takes the progress line away. */
    synchronized void endStep() {
        if (interactive && !step.isEmpty()) {
            err.print(ERASE_LINE);
            err.flush();
        }
        step = "";
    }

    /** A result. */
    public synchronized void say(String line) {
        endStep();
        out.println(line);
        out.flush();
    }

    /** Something for the eye, where there is one to see it. */
    synchronized void picture(List<String> lines) {
        if (interactive) {
            endStep();
            lines.forEach(err::println);
        }
    }

    /** Something the user should know. */
    synchronized void warn(String line) {
        endStep();
        err.println("speakdraw: warning: " + line);
    }

    /** Why it did not work. */
    synchronized void fail(String line) {
        endStep();
        err.println("speakdraw: " + line);
    }
}
