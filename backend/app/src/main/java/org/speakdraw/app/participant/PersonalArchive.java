package org.speakdraw.app.participant;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.speakdraw.app.platform.Json;

/** The ZIP file that somebody gets of what is kept. Owned by one thread; one file is open at a time. */
public final class PersonalArchive {

    private static final ObjectWriter JSON = Json.mapper().writerWithDefaultPrettyPrinter();

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

    /** Adds a JSON file of one record or tree. */
    public void add(String name, Object content) throws IOException {
        add(name, JSON.writeValueAsBytes(content));
    }

    /** Begins a JSON file of one array, whose elements are written one by one; closing the writer ends it. */
    public SequenceWriter openArray(String name) throws IOException {
        return JSON.writeValuesAsArray(open(name));
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

    /** Ends the ZIP file, which is none before, and closes the stream. */
    void finish() throws IOException {
        zip.close();
    }
}
