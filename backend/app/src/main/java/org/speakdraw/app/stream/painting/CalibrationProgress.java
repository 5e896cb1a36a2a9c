package org.speakdraw.app.stream.painting;

import java.util.function.DoubleConsumer;

/** Says in the log how far the measuring of a bundle's strength has come: once a quarter of its time. Used by one thread. */
final class CalibrationProgress implements DoubleConsumer {

    private static final System.Logger LOG = System.getLogger(CalibrationProgress.class.getName());
    private static final int PARTS = 4;

    private final String bundle;
    private int said = -1;

    /** @param bundle its id */
    CalibrationProgress(String bundle) {
        this.bundle = bundle;
    }

    /** @param share of the time that is over, 0..1 */
    @Override
    public void accept(double share) {
        int part = (int) (PARTS * share);
        if (part > said) {
            said = part;
            LOG.log(
                    System.Logger.Level.INFO,
                    "Bundle {0}: measuring what strength does, this once; {1} % of the time for it is over",
                    bundle,
                    100 * part / PARTS);
        }
    }
}
