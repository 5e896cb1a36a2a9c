package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonBodyMapperTest {

    private record Named(String name) {}

    private final JsonBodyMapper mapper = new JsonBodyMapper();

    @Test
    void readsARecord() throws IOException {
        assertThat(read("{\"name\":\"f\u00e9e\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Named("f\u00e9e"));
    }

    @Test
    void refusesWhatIsNone() {
        assertRefused("null".getBytes(StandardCharsets.UTF_8), "Expected a JSON object and not null.");
        assertRefused("{\"name\":[1]}".getBytes(StandardCharsets.UTF_8), "\"name\" does not have the form");
        assertRefused("{\"name\":".getBytes(StandardCharsets.UTF_8), "Expected one JSON object (line 1");
    }

    /** What looks like UTF-32 fails in another way than JSON does. */
    @Test
    void refusesBytesThatAreNoText() {
        assertRefused(new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}, "Expected one JSON object");
        assertRefused(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}, "Expected one JSON object");
    }

    private void assertRefused(byte[] body, String detail) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.REQUEST_INVALID))
                .hasMessageStartingWith(detail);
    }

    @SuppressWarnings("unchecked")
    private Object read(byte[] body) throws IOException {
        return mapper.readFrom(
                (Class<Object>) (Class<?>) Named.class,
                Named.class,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                new ByteArrayInputStream(body));
    }
}
