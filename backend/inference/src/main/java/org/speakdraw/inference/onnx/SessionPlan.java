package org.speakdraw.inference.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a device runs a graph.
 *
 * @param profiles     ranges of its inputs' shapes, where engines are built for them ahead of time
 * @param recorded     whether CUDA records calls: only for {@link BoundCalls}, since what is recorded reads its inputs where
 *     they lay then. Kernels are searched for thoroughly, as each set of shapes does so once; else every change of shapes
 *     would take seconds
 * @param channelsLast whether CUDA's convolutions lay out their tensors [n, h, w, c] and, where they are recorded, add their
 *     biases themselves: a VAE of TAESD's shape takes half the time (measured on an H200)
 */
record SessionPlan(Map<TensorInfo, ShapeProfile.Range> profiles, boolean recorded, boolean channelsLast) {

    /** Nothing special. */
    static final SessionPlan PLAIN = new SessionPlan(Map.of(), false, false);

    /** The same, but recorded or not. */
    SessionPlan recorded(boolean wanted) {
        return new SessionPlan(profiles, wanted, channelsLast);
    }

    /**
     * The ways to bind calls, the best first: recording is worth more than the layout, which leaves some graphs with nodes on the CPU, such
     * as a UNet's (seen on an H200), and those cannot be recorded.
     */
    List<SessionPlan> bindings(OnnxDevice device) {
        List<SessionPlan> bindings = new ArrayList<>();
        if (device.replays()) {
            bindings.add(recorded(true));
            if (channelsLast) {
                bindings.add(new SessionPlan(profiles, true, false));
            }
        }
        if (device.binds()) {
            bindings.add(this);
        }
        return bindings;
    }
}
