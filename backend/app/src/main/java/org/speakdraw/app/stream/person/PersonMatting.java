package org.speakdraw.app.stream.person;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.ActiveBundle;
import org.speakdraw.inference.matting.DownsampleRatio;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingBundle;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.RefinementParameters;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The matting network that all streams share; runs on the workers, beside the engine. Thread-safe. */
@Singleton
public class PersonMatting implements HealthCheck {

    private final Optional<RecoveringMatting> model;
    private final Optional<SharedMatting> network;
    private final DownsampleRatio ratio;

    @Inject
    PersonMatting(ActiveBundle bundle, MattingDevice device) {
        this(bundle.matting(), device);
    }

    /**
     * Loads a network.
     *
     * @param bundle empty: no person can be cut out here
     */
    public PersonMatting(Optional<MattingBundle> bundle, MattingDevice device) {
        model = bundle.map(matting -> new RecoveringMatting(
                () -> matting.open(OnnxDevice.open(device.options()), device.rows()), System::nanoTime));
        network = model.map(open -> new SharedMatting(open, device.rows()));
        ratio = bundle.map(MattingBundle::ratio).orElse(DownsampleRatio.automatic());
    }

    /** How the network's mattes are refined. */
    RefinementParameters refinement() {
        return network.map(SharedMatting::refinement).orElse(RefinementParameters.none());
    }

    /** At which part of a frame's size the network looks. */
    DownsampleRatio ratio() {
        return ratio;
    }

    /**
     * The matte of one frame; waits while frames of others are looked at.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code mode-unavailable}, {@code model-failed}
     */
    Matting matte(MattingInput input) {
        return network.orElseThrow(() -> new RequestException(ApiError.MODE_UNAVAILABLE, "There is no matting model."))
                .matte(input);
    }

    @Override
    public Health health() {
        String problem = model.map(RecoveringMatting::problem).orElse("");
        String good = model.isPresent() ? "The person can be cut out." : "This bundle has no matting model.";
        return new Health(
                "matting",
                problem.isEmpty(),
                false,
                problem.isEmpty() ? good : "The person cannot be cut out; it is tried again: " + problem);
    }

    @PreDestroy
    void close() {
        network.ifPresent(SharedMatting::close);
    }
}
