package org.speakdraw.checkpoint.torch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
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
public final class TorchFile implements TensorFile {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE_BYTES = 64 << 20;
    private static final int MAX_TENSORS = 50_000;
    /** Where training programs put the weights, beside what else they remember. */
    private static final List<String> WITHIN = List.of("state_dict", "model", "params_ema", "params");

    private final Path path;
    private final FileChannel channel;
    private final Map<String, StoredTensor> tensors;

    private TorchFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        try (ZipFile archive = ZipFile.builder().setPath(path).get()) {
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
    public Path path() {
        return path;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException(path + " has become shorter");
            }
            at += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
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
        weights(saved).forEach((name, value) -> {
            if (name instanceof String text && value instanceof Pickle.Tensor tensor) {
                read.put(
                        text,
                        stored(
                                text,
                                tensor,
                                archive.getEntry(
                                        root + "/data/" + tensor.storage().key())));
            }
        });
        if (read.isEmpty() || read.size() > MAX_TENSORS) {
            throw broken("it has " + read.size() + " weights");
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

    private Map<?, ?> weights(Object saved) {
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

    private StoredTensor stored(String name, Pickle.Tensor tensor, ZipArchiveEntry entry) {
        if (!tensor.isDense()) {
            throw broken(name + " does not lie row by row");
        }
        long bytes = tensor.storage().type().bytes();
        boolean whole = entry != null
                && entry.getMethod() == ZipEntry.STORED
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
