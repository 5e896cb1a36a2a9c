package org.speakdraw.inference.remote;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * What a tick costs more when a server on this machine runs the UNet: the same ticks with and without, in turns within one run,
 * medians of what the UNet takes. Arguments: bundle folder, ticks, and the address of a model server that runs the bundle's
 * UNet as "unet"; without one, the tests' own, in this process.
 */
final class RemoteBenchmark {

    private static final int MAX_ROWS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private RemoteBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int ticks = Integer.parseInt(arguments[1]);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        DeviceOptions cpu = DeviceOptions.parse("cpu", 1, 0, false, folder);
        try (ConformanceServer server = new ConformanceServer(folder.resolve("unet/model.onnx"), 0);
                DiffusionStream local = DiffusionStream.open(bundle, cpu, MAX_ROWS);
                DiffusionStream remote = DiffusionStream.open(
                        bundle, cpu, MAX_ROWS, Optional.of(arguments.length > 2 ? named(arguments[2]) : own(server)))) {
            for (int rows : new int[] {1, MAX_ROWS}) {
                List<Double> here = new ArrayList<>();
                List<Double> there = new ArrayList<>();
                // The first half warms up.
                for (int tick = 0; tick < 2 * ticks; tick++) {
                    double first = millis(local, bundle, rows);
                    double second = millis(remote, bundle, rows);
                    if (tick >= ticks) {
                        here.add(first);
                        there.add(second);
                    }
                }
                System.out.printf(
                        "%d rows: %.2f ms here, %.2f ms there, ratio %.3f%n",
                        rows, median(here), median(there), median(there) / median(here));
            }
        }
    }

    private static RemoteModel own(ConformanceServer server) {
        return server.address(LIMIT);
    }

    private static RemoteModel named(String address) {
        return new RemoteModel(URI.create(address), Optional.empty(), Optional.empty(), "unet", "", LIMIT);
    }

    private static double millis(DiffusionStream stream, DiffusionBundle bundle, int rows) {
        StreamParameters parameters = new StreamParameters(256, 256, List.of(40), CfgType.NONE, 1, 1, true, 1, false);
        int bytes = 3 * parameters.width() * parameters.height();
        InputPicture picture = new InputPicture(new Frame(parameters.width(), parameters.height(), new byte[bytes]));
        Conditioning words = new Conditioning(stream.embed("a red apple"), stream.embed(""));
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, words, picture, row));
        }
        return stream.advance(inputs).timings().denoiseNanos() / 1e6;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
