package org.speakdraw.app.classroom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.speakdraw.app.settings.StreamLimits;

/** Sheets to print with everything that a class has handed in: nine pictures each on A4. Thread-safe. */
final class ContactSheet {

    private static final int COLUMNS = 3;
    private static final int PER_PAGE = 9;
    /** Pixels of a side: 200 to the inch on paper. */
    private static final int SIDE = 480;
    /** Points. */
    private static final float MARGIN = 42;

    private static final float GAP = 14;
    private static final float CELL = (PDRectangle.A4.getWidth() - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
    private static final float CELL_HEIGHT = CELL + 42;
    private static final float TITLE = 15;
    private static final float CAPTION = 8.5f;

    /** Has Latin, Greek and Cyrillic letters; comes with PDFBox. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final StreamLimits limits;

    ContactSheet(StreamLimits limits) {
        this.limits = limits;
    }

    /**
     * Writes the sheets.
     *
     * @param pictures gives the bytes; those that it does not have any more are left out
     * @param names    whether students are named
     */
    void write(
            HandedInWorks.Gallery gallery,
            Function<HandedInWork, Optional<WorkExports.Entry>> pictures,
            boolean names,
            OutputStream out)
            throws IOException {
        try (PDDocument document = new PDDocument();
                InputStream font = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT), FONT)) {
            document.getDocumentInformation().setTitle(gallery.classroom().name());
            Sheets sheets = new Sheets(
                    document,
                    PDType0Font.load(document, font),
                    gallery.classroom().name());
            sheets.begin();
            for (HandedInWork work : gallery.works()) {
                Optional<WorkExports.Entry> entry = pictures.apply(work);
                if (entry.isPresent()) {
                    sheets.add(entry.get(), names);
                }
            }
            sheets.end();
            document.save(out);
        }
    }

    /** One document's sheets, as they fill. */
    private final class Sheets {

        private final PDDocument document;
        private final PDFont font;
        private final String title;
        private final Thumbnails copies = new Thumbnails(limits, SIDE);
        private Optional<PDPageContentStream> page = Optional.empty();
        private int count;

        Sheets(PDDocument document, PDFont font, String title) {
            this.document = document;
            this.font = font;
            this.title = title;
        }

        void add(WorkExports.Entry entry, boolean names) throws IOException {
            int number = count++;
            int place = number % PER_PAGE;
            if (place == 0 && number > 0) {
                begin();
            }
            PDPageContentStream content = page.orElseThrow();
            int row = place / COLUMNS;
            float x = MARGIN + (place - row * COLUMNS) * (CELL + GAP);
            float top = PDRectangle.A4.getHeight() - MARGIN - 28 - row * (CELL_HEIGHT + GAP);
            Optional<byte[]> copy = copies.make(entry.jpeg());
            if (copy.isPresent()) {
                content.drawImage(JPEGFactory.createFromByteArray(document, copy.get()), x, top - CELL, CELL, CELL);
            }
            HandedInWork work = entry.work();
            String name = names ? work.name() : "";
            text(content, name, x, top - CELL - 12, CAPTION + 1);
            text(content, work.prompt(), x, top - CELL - (name.isEmpty() ? 12 : 24), CAPTION);
        }

        /** Goes on with a new sheet. */
        void begin() throws IOException {
            end();
            PDPage sheet = new PDPage(PDRectangle.A4);
            document.addPage(sheet);
            PDPageContentStream content = new PDPageContentStream(document, sheet);
            page = Optional.of(content);
            text(content, title, MARGIN, PDRectangle.A4.getHeight() - MARGIN - 10, TITLE);
            text(content, "Pictures made by AI", MARGIN, MARGIN - 16, CAPTION);
        }

        void end() throws IOException {
            if (page.isPresent()) {
                page.get().close();
                page = Optional.empty();
            }
        }

        /** One line, cut where the cell ends. */
        private void text(PDPageContentStream content, String words, float x, float y, float size) throws IOException {
            String line = printable(words);
            float width = x == MARGIN && size == TITLE ? PDRectangle.A4.getWidth() - 2 * MARGIN : CELL;
            while (!line.isEmpty() && font.getStringWidth(line) / 1000 * size > width) {
                line = line.substring(0, line.offsetByCodePoints(line.length(), -1));
            }
            if (!line.isEmpty()) {
                content.beginText();
                content.setFont(font, size);
                content.newLineAtOffset(x, y);
                content.showText(line);
                content.endText();
            }
        }

        /** Letters that the font does not have become question marks. */
        private String printable(String words) {
            StringBuilder line = new StringBuilder();
            words.codePoints().limit(200).forEach(each -> line.append(knows(each) ? Character.toString(each) : "?"));
            return line.toString();
        }

        private boolean knows(int codePoint) {
            if (Character.isISOControl(codePoint)) {
                return false;
            }
            try {
                font.encode(Character.toString(codePoint));
                return true;
            } catch (IllegalArgumentException | IOException none) {
                return false;
            }
        }
    }
}
