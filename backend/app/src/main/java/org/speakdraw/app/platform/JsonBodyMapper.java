package org.speakdraw.app.platform;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** JSON bodies of JAX-RS calls by {@link Json}: read within the bound of {@link BodyLimits}, and written. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JsonBodyMapper implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return !isRaw(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        byte[] bytes = body.readNBytes(BodyLimits.OTHERS + 1);
        if (bytes.length > BodyLimits.OTHERS) {
            throw new RequestException(
                    ApiError.MESSAGE_TOO_LARGE, "The body may have " + BodyLimits.OTHERS + " bytes.");
        }
        if (bytes.length == 0) {
            // No body says as much as an object without anything in it.
            bytes = new byte[] {'{', '}'};
        }
        return Json.read(bytes, generic, ApiError.REQUEST_INVALID);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return !isRaw(type);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        // Not to the stream itself: a value that fails half-way must become an error, not half an answer.
        body.write(Json.mapper().writeValueAsBytes(value));
    }

    /** Text and bytes pass as they are. */
    private static boolean isRaw(Class<?> type) {
        return type == String.class
                || type == byte[].class
                || InputStream.class.isAssignableFrom(type)
                || jakarta.ws.rs.core.StreamingOutput.class.isAssignableFrom(type);
    }
}
