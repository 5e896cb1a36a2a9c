package org.speakdraw.app.stream;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.ActiveBundle;
import org.speakdraw.inference.matting.DownsampleRatio;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingModel;
import org.speakdraw.inference.matting.RefinementParameters;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The matting network that all sessions share; runs on the workers, beside the engine. Thread-safe. */
@Singleton
public class PersonMatting {

    /** Frames of several sessions are not gathered here: each worker brings its own. */
    private static final int ROWS = 1;

    private final Optional<MattingModel> model;
    private final DownsampleRatio ratio;

    @Inject
    PersonMatting(ActiveBundle bundle, EngineConfig config) {
        model = bundle.matting().map(matting -> matting.open(OnnxDevice.open(config.device()), ROWS));
        ratio = bundle.matting().map(matting -> matting.ratio()).orElse(DownsampleRatio.automatic());
    }

    /** How the network's mattes are refined. */
    RefinementParameters refinement() {
        return model.map(MattingModel::recommendedRefinement).orElse(RefinementParameters.none());
    }

    /** At which part of a frame's size the network looks. */
    DownsampleRatio ratio() {
        return ratio;
    }

    /**
     * The matte of one frame; waits while another worker's frame is looked at.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code mode-unavailable}, {@code model-failed}
     */
    synchronized Matting matte(MattingInput input) {
        MattingModel network =
                model.orElseThrow(() -> new RequestException("mode-unavailable", "There is no matting model."));
        return network.matte(List.of(input)).get(0);
    }

    @PreDestroy
    synchronized void close() {
        model.ifPresent(MattingModel::close);
    }
}
