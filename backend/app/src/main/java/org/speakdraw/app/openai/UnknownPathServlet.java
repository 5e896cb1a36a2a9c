package org.speakdraw.app.openai;

import jakarta.servlet.annotation.WebServlet;
import java.util.List;

/** All of {@code /v1} that is not served. */
@WebServlet("/v1/*")
public class UnknownPathServlet extends OpenAiServlet {

    private static final long serialVersionUID = 1L;

    public UnknownPathServlet() {
        super(List.of());
    }
}
