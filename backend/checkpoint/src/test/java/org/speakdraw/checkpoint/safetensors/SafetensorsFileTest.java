package org.speakdraw.checkpoint.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.checkpoint.CheckpointException;

class SafetensorsFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsNumbersOfEachType() throws IOException {
        byte[] data = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2)
                .putShort((short) 0x3e00)
                .putShort((short) 0x3fc0)
                .putDouble(0.25)
                .array();
        Path file = file(
                "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[8,10]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[10,12]},"
                        + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[12,20]}}",
                data);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.tensors()).containsOnlyKeys("a", "h", "b", "d");
            assertThat(open.tensors().get("a").shape()).isEqualTo(List.of(2L, 1L));
            assertThat(numbers(open, "a", 2)).containsExactly(1.5f, -2);
            assertThat(numbers(open, "h", 1)).containsExactly(1.5f);
            assertThat(numbers(open, "b", 1)).containsExactly(1.5f);
            assertThat(numbers(open, "d", 1)).containsExactly(0.25f);
            assertThat(open.metadata()).containsEntry("format", "pt");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[[[[[[[[[[1]]]]]]]]]],\"data_offsets\":[0,4]}}",
                "not json",
            })
    void refusesWhatDoesNotAddUp(String header) throws IOException {
        Path file = file(header, new byte[4]);
        assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1L << 40, Long.MIN_VALUE, (16 << 20) + 1})
    void refusesAHeaderThatCannotBe(long length) throws IOException {
        Path file = folder.resolve("file.safetensors");
        byte[] bytes = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        Files.write(file, bytes);
        assertThatThrownBy(() -> SafetensorsFile.open(file).close()).isInstanceOf(CheckpointException.class);
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Path file = file("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", new byte[12]);
        assertThatThrownBy(() -> SafetensorsFile.open(file).close()).hasMessageContaining("fetched whole");
    }

    @ParameterizedTest
    @CsvSource({"504b0304", "80024d", "8004950000"})
    void refusesPicklesWithoutReadingThem(String start) throws IOException {
        Path file = folder.resolve("model.ckpt");
        Files.write(file, HexFormat.of().parseHex(start + "00".repeat(64)));
        assertThatThrownBy(() -> SafetensorsFile.open(file).close()).hasMessageContaining("pickle");
    }

    /** Whatever is done to a header, it is read or refused, and nothing else happens. */
    @Test
    void survivesDamage() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("src/test/resources/checkpoints/lora-peft.safetensors"));
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                damaged[random.nextInt(2000)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            assertThatCode(() -> open(file)).doesNotThrowAnyException();
        }
    }

    @Test
    void halfPrecisionIsRoundedToTheNearest() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfPrecision.fromFloat(value)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(65519.9f))).isEqualTo(65504);
        assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(65520))).isInfinite();
        assertThat(HalfPrecision.fromFloat(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(HalfPrecision.fromFloat(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
        assertThat(HalfPrecision.fromFloat(0x1p-25f)).isZero();
        assertThat(HalfPrecision.fromFloat(Float.NaN)).isEqualTo((short) 0x7e00);
    }

    private static void open(Path file) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.tensors().size()).isLessThan(1000);
        } catch (CheckpointException e) {
            assertThat(e).hasMessageContaining(file.toString());
        }
    }

    private static float[] numbers(SafetensorsFile file, String name, int count) throws IOException {
        float[] numbers = new float[count];
        file.tensors().get(name).read(0, numbers, count);
        return numbers;
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("file.safetensors"),
                bytes.putLong(text.length).put(text).put(data).array());
    }
}
