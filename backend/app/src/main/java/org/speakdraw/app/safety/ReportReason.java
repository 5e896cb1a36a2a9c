package org.speakdraw.app.safety;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Why somebody thinks that others should not be shown a thing. Free text would have to be looked after itself. */
public enum ReportReason {
    MEAN,
    RUDE,
    SCARY,
    /** It shows or tells what somebody did not want to be shown. */
    PRIVATE,
    OTHER;

    /** The name on the wire and in the database. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this name.
     *
     * @throws RequestException {@code request-invalid}
     */
    public static ReportReason of(@Nullable String id) {
        for (ReportReason each : values()) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        throw new RequestException(ApiError.REQUEST_INVALID, "\"reason\" must be mean, rude, scary, private or other.");
    }

    /** How many people had which reason; without those that nobody had. */
    public static Map<ReportReason, Integer> count(String[] ids) {
        Map<ReportReason, Integer> counts = new EnumMap<>(ReportReason.class);
        List<ReportReason> reasons = Arrays.stream(ids).map(ReportReason::of).toList();
        reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return counts;
    }
}
