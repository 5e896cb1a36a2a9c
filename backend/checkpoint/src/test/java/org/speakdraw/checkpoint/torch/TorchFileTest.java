package org.speakdraw.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/** Files that torch saved ({@code models/testing/relatives.py}), and broken ones. */
class TorchFileTest {

    private static final Path FOLDER = Path.of("src/test/resources/checkpoints/torch");

    /** Two lists, remembered as 0 and 1, of which the first is on the stack. */
    private static final String HELD_BY_EACH_OTHER = "]q\0]q\1h\0a0h\1a";

    private static final String REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";
    private static final String STORAGE = "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0" + "0tQ";

    @TempDir
    private Path folder;

    @Test
    void everyWeightIsTheOneOfTheSafetensorsFile() throws IOException {
        try (TorchFile torch = TorchFile.open(FOLDER.resolve("unet.bin"));
                SafetensorsFile safe = SafetensorsFile.open(FOLDER.resolve("unet.safetensors"))) {
            assertThat(torch.tensors().keySet())
                    .isEqualTo(safe.tensors().keySet())
                    .hasSizeGreaterThan(100);
            for (StoredTensor tensor : safe.tensors().values()) {
                assertThat(numbers(torch, tensor.name())).as(tensor.name()).isEqualTo(numbers(tensor));
            }
        }
    }

    /** Objects of any class lie beside them; a part of another tensor's numbers is one of its own. */
    @Test
    void weightsAreFoundAmongWhatTrainingProgramsRemember() throws IOException {
        try (TorchFile torch = TorchFile.open(FOLDER.resolve("training.ckpt"))) {
            assertThat(torch.tensors()).containsOnlyKeys("whole", "part", "brain", "one", "step", "parameter");
            float[] all = new float[24];
            for (int i = 0; i < all.length; i++) {
                all[i] = i;
            }
            assertThat(numbers(torch, "whole")).isEqualTo(all);
            assertThat(numbers(torch, "brain")).isEqualTo(all);
            assertThat(numbers(torch, "part")).isEqualTo(Arrays.copyOfRange(all, 2, 8));
            assertThat(numbers(torch, "parameter")).isEqualTo(Arrays.copyOf(all, 3));
            assertThat(numbers(torch, "one")).containsExactly(7.5f);
            assertThat(torch.tensors().get("part").shape()).containsExactly(2L, 3L);
        }
    }

    @Test
    void aWeightThatDoesNotLieRowByRowIsNamed() {
        assertRefused(FOLDER.resolve("turned.pt"), "turned does not lie row by row");
    }

    /** Cut off anywhere, it is refused, and nothing else happens. */
    @Test
    void aFileThatBreaksOffIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(FOLDER.resolve("training.ckpt"));
        for (int length = 4; length < whole.length; length += 97) {
            Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.open(cut).close()).isInstanceOf(CheckpointException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a",
                "R.",
                "(((",
                "hq.",
                "}}u.",
                "N.",
                "].",
                "\u0085.",
                "Q.",
                "cos\nsystem\n(Vls\ntR.",
                HELD_BY_EACH_OTHER + "h\0h\1\u0093.",
                REBUILD + "(" + STORAGE + "K\0(" + HELD_BY_EACH_OTHER + "t(K\1ttR."
            })
    void contentsThatMakeNoSenseAreRefused(String pickle) throws IOException {
        assertRefused(archive(pickle.getBytes(StandardCharsets.ISO_8859_1)), "is not a usable file of torch's");
    }

    @Test
    void contentsThatWouldFillTheMemoryAreRefused() throws IOException {
        assertRefused(archive("}".repeat(1_100_000).getBytes(StandardCharsets.ISO_8859_1)), "holds too much at once");
        assertRefused(archive("N0".repeat(1_600_000).getBytes(StandardCharsets.ISO_8859_1)), "never ends");
        assertRefused(archive(new byte[(16 << 20) + 1]), "is larger than");
    }

    @Test
    void anArchiveWhoseListOfFilesWouldFillTheMemoryIsRefused() throws IOException {
        Path file = folder.resolve("many.bin");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int number = 0; number < 300; number++) {
                ZipEntry entry = new ZipEntry("a/data/" + number);
                entry.setComment("c".repeat(60_000));
                zip.putNextEntry(entry);
            }
        }
        assertRefused(file, "its list of files is too long");
    }

    /** As IP-Adapters are saved: a table of tables. */
    @Test
    void weightsOfTablesInATableHaveBothNames() throws IOException {
        String table = "}X" + sized("far") + weight("0", 4) + "s";
        String pickle = "}X" + sized("image_proj") + table + "sX" + sized("ip_adapter") + table + "s.";
        try (TorchFile torch = TorchFile.open(archive(pickle.getBytes(StandardCharsets.ISO_8859_1)))) {
            assertThat(torch.tensors()).containsOnlyKeys("image_proj.far", "ip_adapter.far");
            assertThat(numbers(torch, "ip_adapter.far")).containsExactly(0, 0, 0, 0);
        }
    }

    /** Numbers beyond 64 bits, long texts and frozen sets, in what a training program remembers. */
    @Test
    void valuesThatAreOfNoInterestAreNoFault() throws IOException {
        String large = "\u008a\11" + "\1".repeat(9);
        String larger = "\u008b\12\0\0\0" + "\1".repeat(10);
        String text = "\u008d\3\0\0\0\0\0\0\0abc";
        String set = "(" + large + larger + text + "\u0091";
        String pickle = "}X" + sized("seen") + set + "sX" + sized("far") + weight("0", 4) + "s.";
        try (TorchFile torch = TorchFile.open(archive(pickle.getBytes(StandardCharsets.ISO_8859_1)))) {
            assertThat(torch.tensors()).containsOnlyKeys("far");
        }
    }

    /** What a pickle asks to be run is not run; weights beside it are read. */
    @Test
    void programsAreNotRun() throws IOException {
        Path proof = folder.resolve("proof");
        String program = "}(X\4\0\0\0evilcos\nsystem\n(X" + sized("touch " + proof) + "tRu.";
        assertRefused(archive(program.getBytes(StandardCharsets.ISO_8859_1)), "it has 0 weights");
        assertThat(proof).doesNotExist();
    }

    /** A storage that the archive does not have, or not all of. */
    @Test
    void aWeightWithoutItsNumbersIsNamed() throws IOException {
        assertRefused(archive(tensor("9", 2)), "far [2] is not in its archive");
        assertRefused(archive(tensor("0", 5)), "far [5] is not in its archive");
    }

    /** The archive's list of files says that there is more than the file has. */
    @Test
    void aWeightBeyondTheEndOfTheFileIsNamed() throws IOException {
        Path file = archive(tensor("0", 100));
        byte[] bytes = Files.readAllBytes(file);
        int listed = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(listed + 24, 1 << 20);
        Files.write(file, bytes);
        assertRefused(file, "far [100] is not in its archive");
    }

    private static byte[] tensor(String key, int size) {
        return ("}X" + sized("far") + weight(key, size) + "s.").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String weight(String key, int size) {
        String storage =
                "(X" + sized("storage") + "ctorch\nFloatStorage\nX" + sized(key) + "X" + sized("cpu") + "K\4tQ";
        return REBUILD + "(" + storage + "K\0K" + (char) size + "\u0085K\1\u0085tR";
    }

    private static String sized(String text) {
        return (char) text.length() + "\0\0\0" + text;
    }

    /** With four numbers under the key 0. */
    private Path archive(byte[] pickle) throws IOException {
        Path file = folder.resolve("made.bin");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "a/data.pkl", pickle);
            store(zip, "a/data/0", new byte[16]);
        }
        return file;
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> TorchFile.open(file).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(words);
    }

    private static float[] numbers(TorchFile file, String name) throws IOException {
        return numbers(Objects.requireNonNull(file.tensors().get(name), name));
    }

    private static float[] numbers(StoredTensor tensor) throws IOException {
        float[] numbers = new float[(int) tensor.elements()];
        tensor.read(0, numbers, numbers.length);
        return numbers;
    }
}
