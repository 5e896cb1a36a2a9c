package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.speakdraw.inference.onnx.DeviceOptions;

/** Streams that all tests of a run share, because loading networks takes longer than most tests. */
final class SharedStreams {

    static final int MAX_ROWS = 16;

    private static final Map<Path, DiffusionStream> OPEN = new ConcurrentHashMap<>();

    private SharedStreams() {}

    static DiffusionStream of(Path bundle) {
        return OPEN.computeIfAbsent(
                bundle,
                folder -> DiffusionStream.open(
                        DiffusionBundle.read(folder), DeviceOptions.parse("cpu", 1, 0, false, folder), MAX_ROWS));
    }
}
