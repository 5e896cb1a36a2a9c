package org.speakdraw.app.stream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Numbers as clients count: whole, 0..2^32-1, written with a fraction of zero or without. */
final class Unsigned32 extends StdDeserializer<Long> {

    private static final long serialVersionUID = 1L;
    private static final double MAX = 4_294_967_295.0;

    Unsigned32() {
        super(Long.class);
    }

    @Override
    public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
        double value = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
        if (!(value >= 0 && value <= MAX) || value != Math.rint(value)) {
            return refuse(context);
        }
        return (long) value;
    }

    /** What is not there is not 0. */
    @Override
    public @Nullable Long getNullValue(DeserializationContext context) throws JsonMappingException {
        return refuse(context);
    }

    /** Left out where it need not be there: the record decides. */
    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }

    private Long refuse(DeserializationContext context) throws JsonMappingException {
        return context.reportInputMismatch(this, "a whole number in 0..4294967295 was expected");
    }
}
