package org.speakdraw.app.platform;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.inference.ErrorCode;

/**
 * Who did what, for those who answer for the server: one line an event in the log category {@value #CATEGORY}; the log
 * adds the time. Lines name ids, addresses and codes, and never contents: no name, prompt, picture or secret.
 * Thread-safe.
 *
 * <pre>participant 7a1c... joined classroom 03f2...
 *participant 7a1c... was refused classroom (classroom-unknown) at 192.0.2.7
 *somebody was refused (origin-refused) at 192.0.2.7, times: 3</pre>
 */
public final class AuditLog {

    /** Name of the logger. */
    public static final String CATEGORY = "org.speakdraw.audit";

    private static final System.Logger LOG = System.getLogger(CATEGORY);

    private static final Refusals REFUSALS = new Refusals();

    private AuditLog() {}

    /** What was done. */
    public enum Action {
        OPENED,
        ENDED,
        CREATED,
        CHANGED,
        DELETED,
        EXPORTED,
        IMPORTED,
        REPAINTED,
        JOINED,
        LEFT,
        APPROVED,
        REPORTED
    }

    /** What it was done to. */
    public enum Subject {
        ACCOUNT,
        SESSION,
        RECORDING,
        CLASSROOM,
        PARTICIPANT,
        PICTURE,
        PRESET,
        PROMPT
    }

    /**
     * Notes that something was done.
     *
     * @param who participant; empty when nobody is known
     * @param id  of the subject, or how many of them there were
     */
    public static void done(Optional<UUID> who, Action action, Subject subject, Object id) {
        LOG.log(Level.INFO, "{0} {1} {2} {3}", name(who), word(action), word(subject), String.valueOf(id));
    }

    /**
     * Notes that something was refused; when that happens again and again, only how often.
     *
     * @param who     participant; empty when nobody is known
     * @param reason  code of the answer
     * @param address of the client
     */
    public static void refused(Optional<UUID> who, Subject subject, ErrorCode reason, String address) {
        if (REFUSALS.takeLine(address)) {
            LOG.log(Level.INFO, "{0} was refused {1} ({2}) at {3}", name(who), word(subject), reason.id(), address);
        } else {
            REFUSALS.count(reason, address);
        }
    }

    /** Notes that something was refused, with nothing but how often that was. */
    public static void refused(ErrorCode reason, String address) {
        REFUSALS.count(reason, address);
    }

    /**
     * Notes that something was refused to somebody several times.
     *
     * @param count how often, in the last minute
     */
    static void refused(ErrorCode reason, String address, int count) {
        LOG.log(
                Level.INFO,
                "somebody was refused ({0}) at {1}, times: {2}",
                reason.id(),
                address,
                String.valueOf(count));
    }

    /** A minute is over: writes what was only counted. */
    static void writeCounted() {
        REFUSALS.write();
    }

    private static String name(Optional<UUID> who) {
        return who.map(id -> "participant " + id).orElse("somebody");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
