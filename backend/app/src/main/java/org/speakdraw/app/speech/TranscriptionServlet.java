package org.speakdraw.app.speech;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.speakdraw.app.openai.OpenAiRefusal;
import org.speakdraw.app.openai.OpenAiServlet;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * Files to text in the shape of OpenAI's audio API, and {@code POST /api/stt} of existing front ends, which
 * does the same. No thread waits while the file is transcribed.
 */
@WebServlet(
        urlPatterns = {
            TranscriptionServlet.TRANSCRIPTIONS,
            TranscriptionServlet.TRANSLATIONS,
            TranscriptionServlet.CLASSIC
        },
        asyncSupported = true)
@MultipartConfig(fileSizeThreshold = 65_536)
public class TranscriptionServlet extends OpenAiServlet {

    static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    static final String TRANSLATIONS = "/v1/audio/translations";
    static final String CLASSIC = "/api/stt";

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(TranscriptionServlet.class.getName());
    private static final int LONGEST_FIELD = 16_384;
    private static final long LONGEST_WAIT_MILLIS = 15 * 60_000L;

    private final transient FileTranscriptions transcriptions;
    private final transient ManagedExecutorService executor;
    private final transient SpeechAbility ability;

    @Inject
    public TranscriptionServlet(
            FileTranscriptions transcriptions, ManagedExecutorService executor, SpeechAbility ability) {
        super(List.of("POST"));
        this.ability = ability;
        this.transcriptions = transcriptions;
        this.executor = executor;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> fields = new HashMap<>();
        Callable<byte[]> file = read(request, fields);
        TranscriptionRequest wanted = wanted(request, fields);
        AsyncContext context = request.startAsync();
        context.setTimeout(LONGEST_WAIT_MILLIS);
        TranscriptionPeer peer = new TranscriptionPeer(context, wanted, executor, this::refuse);
        try {
            transcriptions.submit(ClientAddress.networkOf(request.getRemoteAddr()), file, wanted.options(), peer);
        } catch (SpeakDrawException e) {
            peer.failed(e);
        }
    }

    private TranscriptionRequest wanted(HttpServletRequest request, Map<String, String> fields) {
        Set<String> languages = ability.state().languages();
        if (request.getServletPath().equals(CLASSIC)) {
            SpeechOptions quick =
                    SpeechOptions.quick().withLanguage(TranscriptionRequest.languageIn(fields, languages));
            return new TranscriptionRequest(quick, TranscriptFormat.JSON, Set.of(), false);
        }
        boolean translates = request.getServletPath().equals(TRANSLATIONS);
        return TranscriptionRequest.of(translates ? SpeechTask.TRANSLATE : SpeechTask.TRANSCRIBE, fields, languages);
    }

    /** Fills {@code fields} and finds the file, which stays where the container put it until its turn comes. */
    private Callable<byte[]> read(HttpServletRequest request, Map<String, String> fields) throws IOException {
        Part file = null;
        try {
            for (Part part : request.getParts()) {
                if (part.getName().equals("file")) {
                    file = part;
                } else if (part.getSize() <= LONGEST_FIELD) {
                    try (InputStream in = part.getInputStream()) {
                        String value = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        fields.merge(
                                part.getName(),
                                value,
                                (former, next) -> part.getName().endsWith("[]") ? former + "," + next : next);
                    }
                } else {
                    throw new OpenAiRefusal(
                            part.getName(), ApiError.REQUEST_INVALID, "At most " + LONGEST_FIELD + " bytes.");
                }
            }
        } catch (ServletException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The body must be multipart/form-data.");
        } catch (IllegalStateException e) {
            // The container's word for more than it takes.
            throw tooLarge();
        } catch (IOException e) {
            throw hungUp();
        } catch (RuntimeException e) {
            // The container wraps what it meets while it reads a form.
            throw e.getCause() instanceof IOException ? hungUp() : e;
        }
        if (file == null) {
            throw new OpenAiRefusal("file", ApiError.REQUEST_INVALID, "The form has no file.");
        }
        if (file.getSize() > transcriptions.maxBytes()) {
            throw tooLarge();
        }
        Part found = file;
        return () -> {
            try (InputStream in = found.getInputStream()) {
                return in.readAllBytes();
            }
        };
    }

    private static RequestException hungUp() {
        LOG.log(System.Logger.Level.DEBUG, "A caller hung up while it sent a file");
        return new RequestException(ApiError.AUDIO_INVALID, "The file did not arrive completely.");
    }

    private RequestException tooLarge() {
        return new RequestException(
                ApiError.AUDIO_TOO_LARGE, "A file may have " + transcriptions.maxBytes() + " bytes.");
    }

    /** Existing front ends know problem JSON. */
    @Override
    protected void describe(
            HttpServletRequest request, HttpServletResponse response, Problem problem, Optional<String> field)
            throws IOException {
        if (request.getServletPath().equals(CLASSIC)) {
            write(response, Problem.MEDIA_TYPE, problem.toJson());
        } else {
            super.describe(request, response, problem, field);
        }
    }
}
