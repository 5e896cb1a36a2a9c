package org.speakdraw.launcher.https;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.List;
import java.util.stream.IntStream;

/** A QR code (ISO/IEC 18004), for a terminal and for a page. Immutable. */
public final class QrCode {

    /** White around it, in modules; the standard asks for four. */
    private static final int MARGIN = 4;
    /** Many a terminal has only 24 lines. */
    private static final int TERMINAL_MARGIN = 2;

    private static final String BLACK_ON_WHITE = "\u001B[30;107m";
    private static final String PLAIN = "\u001B[0m";

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * Of a text of up to some hundred characters, such as an address.
     *
     * @throws IllegalArgumentException for one that fits into no code
     */
    public static QrCode of(String text) {
        try {
            return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private boolean isDark(int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }

    /** Black on white whatever the terminal's colours are, two rows of modules in each line. */
    public List<String> terminalLines() {
        int end = modules.getHeight() + TERMINAL_MARGIN;
        return IntStream.iterate(-TERMINAL_MARGIN, y -> y < end, y -> y + 2)
                .mapToObj(this::terminalLine)
                .toList();
    }

    private String terminalLine(int y) {
        StringBuilder line = new StringBuilder(BLACK_ON_WHITE);
        for (int x = -TERMINAL_MARGIN; x < modules.getWidth() + TERMINAL_MARGIN; x++) {
            boolean upper = isDark(x, y);
            boolean lower = isDark(x, y + 1);
            line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
        }
        return line.append(PLAIN).toString();
    }

    /** A picture of one path. */
    public String svg() {
        int side = modules.getWidth() + 2 * MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (isDark(x, y)) {
                    path.append("M%d %dh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">
                <path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path d="%2$s"/></svg>
                """.formatted(side, path);
    }
}
