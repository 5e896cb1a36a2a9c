package org.speakdraw.checkpoint.torch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.StoredTensor;
import org.speakdraw.checkpoint.safetensors.TensorFile;

/**
 * A file as {@code torch.save} has written them since version 1.6: an archive with a pickle, of which only names, shapes and
 * places are read ({@link Pickle}), and the weights, uncompressed. Not thread-safe.
 */
public final class TorchFile extends TensorFile {

    private static final String PICKLE = "/data.pkl";
    /** Of the archive's list of files, with what is said of each a second time where it lies. */
    private static final int MAX_LIST_BYTES = 16 << 20;

    private static final int MAX_PICKLE_BYTES = 16 << 20;
    private static final int MAX_TENSORS = 50_000;
    private static final int MAX_TABLES = 64;
    private static final int MAX_NAME_LENGTH = 512;
    /** Where training programs put the weights, beside what else they remember. */
    private static final List<String> WITHIN = List.of("state_dict", "model", "params_ema", "params");

    private final Map<String, StoredTensor> tensors;

    private TorchFile(Path path, FileChannel channel) {
        super(path, channel);
        try (BoundedChannel file = new BoundedChannel(
                        Files.newByteChannel(path), MAX_LIST_BYTES, () -> broken("its list of files is too long"));
                ZipFile archive = ZipFile.builder().setSeekableByteChannel(file).get()) {
            file.allow(2L * MAX_PICKLE_BYTES);
            tensors = Collections.unmodifiableMap(read(archive));
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library takes broken archives for whole ones until it stumbles.
            throw broken("it is no whole archive (" + e.getMessage() + ")");
        }
    }

    /** Whether a file begins as such an archive does. */
    public static boolean isMeantBy(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        }
    }

    /**
     * Reads what weights there are.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    public static TorchFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new TorchFile(path, channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    private Map<String, StoredTensor> read(ZipFile archive) throws IOException {
        ZipArchiveEntry pickle = Collections.list(archive.getEntries()).stream()
                .filter(entry -> entry.getName().endsWith(PICKLE))
                .findFirst()
                .orElseThrow(() -> broken("its archive has no data.pkl"));
        String root = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
        ZipArchiveEntry order = archive.getEntry(root + "/byteorder");
        if (order != null && !new String(content(archive, order, 16), StandardCharsets.US_ASCII).equals("little")) {
            throw broken("its numbers begin with their highest byte");
        }
        Map<String, StoredTensor> read = new LinkedHashMap<>();
        Object saved;
        try {
            saved = new Pickle(content(archive, pickle, MAX_PICKLE_BYTES)).read();
        } catch (PickleException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
        for (Map.Entry<String, Pickle.Tensor> weight : weights(saved).entrySet()) {
            Pickle.Tensor tensor = weight.getValue();
            ZipArchiveEntry entry =
                    archive.getEntry(root + "/data/" + tensor.storage().key());
            read.put(weight.getKey(), stored(weight.getKey(), tensor, entry));
        }
        return read;
    }

    private byte[] content(ZipFile archive, ZipArchiveEntry entry, int most) throws IOException {
        try (var in = archive.getInputStream(entry)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw broken(entry.getName() + " is larger than " + most + " bytes");
            }
            return content;
        }
    }

    /** The weights of a table; where it has none, those of the tables in it, as IP-Adapters are saved. */
    private Map<String, Pickle.Tensor> weights(Object saved) {
        Map<?, ?> table = table(saved);
        Map<String, Pickle.Tensor> weights = new LinkedHashMap<>();
        addWeights("", table, weights);
        if (weights.isEmpty() && table.size() <= MAX_TABLES) {
            table.forEach((name, value) -> {
                if (name instanceof String outer && value instanceof Map<?, ?> inner) {
                    addWeights(outer + ".", inner, weights);
                }
            });
        }
        if (weights.isEmpty()) {
            throw broken("it has 0 weights");
        }
        return weights;
    }

    private void addWeights(String prefix, Map<?, ?> table, Map<String, Pickle.Tensor> weights) {
        table.forEach((name, value) -> {
            if (name instanceof String text && value instanceof Pickle.Tensor tensor) {
                if (weights.size() == MAX_TENSORS) {
                    throw broken("it has more than " + MAX_TENSORS + " weights");
                }
                if (prefix.length() + text.length() > MAX_NAME_LENGTH) {
                    throw broken("one of its weights has a name of more than " + MAX_NAME_LENGTH + " letters");
                }
                weights.put(prefix + text, tensor);
            }
        });
    }

    private Map<?, ?> table(Object saved) {
        if (!(saved instanceof Map<?, ?> all)) {
            throw broken("it holds no table of weights");
        }
        Optional<Map<?, ?>> within = WITHIN.stream()
                .map(all::get)
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(Map.class::cast)
                .findFirst();
        return within.orElse(all);
    }

    private StoredTensor stored(String name, Pickle.Tensor tensor, ZipArchiveEntry entry) throws IOException {
        if (!tensor.isDense()) {
            throw broken(name + " does not lie row by row");
        }
        long bytes = tensor.storage().type().bytes();
        boolean whole = entry != null
                && entry.getMethod() == ZipEntry.STORED
                && entry.getSize() <= channel.size() - entry.getDataOffset()
                && tensor.offset() <= entry.getSize() / bytes - tensor.elements();
        if (!whole) {
            throw broken(name + " " + tensor.shape() + " is not in its archive");
        }
        return new StoredTensor(
                this,
                name,
                tensor.storage().type(),
                tensor.shape(),
                entry.getDataOffset() + tensor.offset() * bytes,
                false);
    }

    private CheckpointException broken(String what) {
        return new CheckpointException(path + " is not a usable file of torch's: " + what + ".");
    }
}
