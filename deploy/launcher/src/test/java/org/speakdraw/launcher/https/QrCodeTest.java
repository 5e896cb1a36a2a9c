package org.speakdraw.launcher.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {

    private static final String ADDRESS = "http://192.168.10.5:8080/trust";

    @Test
    void canBeReadFromATerminal() throws Exception {
        List<String> lines = QrCode.of(ADDRESS).terminalLines().stream()
                .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", ""))
                .toList();
        int margin = 2;
        int side = lines.get(0).length() - 2 * margin;
        BitMatrix modules = new BitMatrix(side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                char pair = lines.get((y + margin) / 2).charAt(x + margin);
                boolean upper = (y + margin) % 2 == 0;
                if (pair == '█' || pair == (upper ? '▀' : '▄')) {
                    modules.set(x, y);
                }
            }
        }
        assertThat(new Decoder().decode(modules).getText()).isEqualTo(ADDRESS);
    }

    @Test
    void canBeReadFromAPage() throws Exception {
        String svg = QrCode.of(ADDRESS).svg();
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int margin = 4;
        BitMatrix modules = new BitMatrix(Integer.parseInt(box.group(1)) - 2 * margin);
        Pattern.compile("M(\\d+) (\\d+)h1v1h-1z")
                .matcher(svg)
                .results()
                .forEach(module -> modules.set(
                        Integer.parseInt(module.group(1)) - margin, Integer.parseInt(module.group(2)) - margin));
        assertThat(new Decoder().decode(modules).getText()).isEqualTo(ADDRESS);
    }

    @Test
    void refusesWhatFitsIntoNoCode() {
        assertThatThrownBy(() -> QrCode.of("x".repeat(5_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
