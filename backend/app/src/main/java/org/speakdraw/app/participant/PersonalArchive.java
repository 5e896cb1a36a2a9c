package org.speakdraw.app.participant;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The ZIP file that somebody gets of what is kept. Owned by one thread; one file is open at a time. */
public final class PersonalArchive implements AutoCloseable {

    private final ZipOutputStream zip;

    PersonalArchive(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    /** Adds a file of bytes that are there already. */
    public void add(String name, byte[] content) throws IOException {
        try (OutputStream file = open(name)) {
            file.write(content);
        }
    }

    /** Adds a JSON file with one value. */
    public void add(String name, JsonValue content) throws IOException {
        try (JsonGenerator json = openJson(name)) {
            json.write(content);
        }
    }

    /** Begins a JSON file; closing the generator ends it. */
    public JsonGenerator openJson(String name) throws IOException {
        return Json.createGeneratorFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createGenerator(open(name));
    }

    /** Begins a file; closing the stream ends it. */
    public OutputStream open(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                zip.closeEntry();
            }
        };
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
