package org.speakdraw.launcher.supervision;

import java.time.Duration;

/**
 * How a part ended.
 *
 * @param why    as a clause that goes on after "because"
 * @param silent how long it had not served any more before that; zero for one that ended in the midst of it
 */
public record End(String why, Duration silent) {

    /** Of a part that ended by itself. */
    public static End of(String why) {
        return new End(why, Duration.ZERO);
    }

    /** Of a part that was ended because it had hung, or been of no use, for so long. */
    public static End ofSilent(Duration silent, String detail) {
        return new End("it had not served for " + silent.toSeconds() + " s and was ended by force" + detail, silent);
    }
}
