package org.speakdraw.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
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
            strings = {"", ".", "a", "R.", "(((", "hq.", "}}u.", "N.", "].", "\u0085.", "Q.", "cos\nsystem\n(Vls\ntR."})
    void contentsThatMakeNoSenseAreRefused(String pickle) throws IOException {
        assertRefused(archive(pickle.getBytes(StandardCharsets.ISO_8859_1)), "is not a usable file of torch's");
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

    private static byte[] tensor(String key, int size) {
        String storage =
                "(X" + sized("storage") + "ctorch\nFloatStorage\nX" + sized(key) + "X" + sized("cpu") + "K\4tQ";
        String pickle = "}X" + sized("far") + "ctorch._utils\n_rebuild_tensor_v2\n(" + storage + "K\0K" + (char) size
                + "\u0085K\1\u0085tRs.";
        return pickle.getBytes(StandardCharsets.ISO_8859_1);
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
