package org.speakdraw.app.speech;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.OriginPolicy;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * Files to text in the shape of OpenAI's audio API, and {@code POST /api/stt} of existing front ends as a thin door to the
 * same. No thread waits while the file is written down.
 */
@WebServlet(
        urlPatterns = {
            TranscriptionServlet.TRANSCRIPTIONS,
            TranscriptionServlet.TRANSLATIONS,
            TranscriptionServlet.CLASSIC
        },
        asyncSupported = true)
@MultipartConfig(fileSizeThreshold = 65_536)
public class TranscriptionServlet extends HttpServlet {

    static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    static final String TRANSLATIONS = "/v1/audio/translations";
    static final String CLASSIC = "/api/stt";

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_FIELD = 16_384;
    private static final long LONGEST_WAIT_MILLIS = 15 * 60_000L;

    private final transient FileTranscriptions transcriptions;
    private final transient ManagedExecutorService executor;
    private final transient OriginPolicy origins;

    @Inject
    public TranscriptionServlet(
            FileTranscriptions transcriptions, ManagedExecutorService executor, OriginPolicy origins) {
        this.transcriptions = transcriptions;
        this.executor = executor;
        this.origins = origins;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            origins.require(request.getHeader("Origin"), request.getHeader("Host"));
            Map<String, String> fields = new HashMap<>();
            Callable<byte[]> file = read(request, fields);
            TranscriptionRequest wanted = wanted(request, fields);
            AsyncContext context = request.startAsync();
            context.setTimeout(LONGEST_WAIT_MILLIS);
            TranscriptionPeer peer = new TranscriptionPeer(context, wanted, executor, TranscriptionServlet::refuse);
            try {
                transcriptions.submit(request.getRemoteAddr(), file, wanted.options(), peer);
            } catch (SpeakDrawException e) {
                peer.failed(e);
            }
        } catch (TranscriptionRequest.Refusal e) {
            refuse(request, response, e.reason(), e.field());
        } catch (SpeakDrawException e) {
            refuse(request, response, e);
        }
    }

    private static TranscriptionRequest wanted(HttpServletRequest request, Map<String, String> fields) {
        if (request.getServletPath().equals(CLASSIC)) {
            SpeechOptions quick = SpeechOptions.quick()
                    .withLanguage(fields.getOrDefault("language", "").strip());
            return new TranscriptionRequest(quick, TranscriptFormat.JSON, Set.of(), false);
        }
        boolean translates = request.getServletPath().equals(TRANSLATIONS);
        return TranscriptionRequest.of(translates ? SpeechTask.TRANSLATE : SpeechTask.TRANSCRIBE, fields);
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
                    throw new RequestException(
                            ApiError.REQUEST_INVALID, "The field " + part.getName() + " is too long.");
                }
            }
        } catch (ServletException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The body must be multipart/form-data.");
        } catch (IllegalStateException | IOException e) {
            throw tooLarge();
        }
        if (file == null) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The form has no field file.");
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

    private RequestException tooLarge() {
        return new RequestException(
                ApiError.AUDIO_TOO_LARGE,
                "The file did not come whole, or has more than " + transcriptions.maxBytes() + " bytes.");
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, SpeakDrawException reason)
            throws IOException {
        refuse(request, response, reason, null);
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, SpeakDrawException reason, @Nullable String field)
            throws IOException {
        Problem problem = Problem.of(reason);
        response.setStatus(problem.code().status());
        response.setCharacterEncoding("UTF-8");
        if (problem.code().status() == 429) {
            response.setHeader("Retry-After", "2");
        }
        if (request.getServletPath().equals(CLASSIC)) {
            response.setContentType(Problem.MEDIA_TYPE);
            response.getWriter().write(problem.toJson().toString());
        } else {
            response.setContentType("application/json");
            response.getWriter().write(TranscriptionError.of(problem, field).toString());
        }
    }
}
