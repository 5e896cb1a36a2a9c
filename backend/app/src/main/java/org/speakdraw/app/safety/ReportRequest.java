package org.speakdraw.app.safety;

import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.RequestException;

/**
 * Body of a request that reports something.
 *
 * @param reason {@code mean}, {@code rude}, {@code scary}, {@code private} or {@code other}
 */
public record ReportRequest(@Nullable String reason) {

    /**
     * The reason.
     *
     * @throws RequestException {@code request-invalid}
     */
    public ReportReason parsed() {
        return ReportReason.of(reason);
    }
}
