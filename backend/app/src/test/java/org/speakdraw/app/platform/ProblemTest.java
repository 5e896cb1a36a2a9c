package org.speakdraw.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private record Name(String name) {}

    private record Request(Name who) {}

    @Test
    void isWrittenAsProblemDetails() {
        Problem problem = new Problem(
                ApiError.SETTINGS_INVALID, "steps: 9", List.of(new PropertyError("steps", "9 is not in 1..4")));
        assertThat(problem.toJson())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"A setting is not valid\",\"status\":400,"
                        + "\"detail\":\"steps: 9\",\"code\":\"settings-invalid\","
                        + "\"errors\":[{\"property\":\"steps\",\"detail\":\"9 is not in 1..4\"}]}");
        assertThat(new Problem(ApiError.NOT_FOUND, "Not here.", List.of()).toJson())
                .endsWith("\"code\":\"not-found\"}");
    }

    @Test
    void findsOurOwnErrorHoweverDeepItLies() {
        Problem problem = Problem.behind(
                new IllegalStateException(new RuntimeException(new RequestException(ApiError.SERVER_FULL, "Full."))));
        assertThat(problem.code()).isEqualTo(ApiError.SERVER_FULL);
        assertThat(problem.detail()).isEqualTo("Full.");
    }

    @Test
    void saysWhereJsonIsWrongAndNeverWhatItIs() {
        Problem problem = Problem.behind(new IllegalStateException(unreadable("{\"who\":{\"name\":[\"secret\"]}}")));
        assertThat(problem.code()).isEqualTo(ApiError.REQUEST_INVALID);
        assertThat(problem.errors()).extracting(PropertyError::property).containsExactly("who.name");
        assertThat(problem.toJson()).doesNotContain("secret");
    }

    @Test
    void keepsWhatNobodyForesawToItself() {
        Problem problem = Problem.behind(new IllegalStateException("the password is fox"));
        assertThat(problem.code()).isEqualTo(ApiError.INTERNAL);
        assertThat(problem.toJson()).doesNotContain("fox");
    }

    @Test
    void saysAfterWhichItIsWorthTryingAgain() {
        assertThat(headOf(Problem.of(new RequestException(ApiError.SERVER_FULL, "Full."))))
                .as("as usual for the code")
                .containsExactly("503", "Retry-After: 10");
        assertThat(headOf(Problem.of(full(Duration.ofMillis(2100))))).containsExactly("503", "Retry-After: 3");
        assertThat(headOf(Problem.of(full(Duration.ZERO)))).containsExactly("503", "Retry-After: 1");
        assertThat(headOf(new Problem(ApiError.NOT_FOUND, "Not here.", List.of())))
                .containsExactly("404");
    }

    private static RequestException full(Duration wait) {
        return RequestException.tooMany(ApiError.SERVER_FULL, "Full.", wait);
    }

    private static List<String> headOf(Problem problem) {
        List<String> head = new ArrayList<>();
        problem.head(status -> head.add(String.valueOf(status)), (name, value) -> head.add(name + ": " + value));
        return head;
    }

    private static Exception unreadable(String json) {
        try {
            Json.mapper().readValue(json, Request.class);
            throw new AssertionError("was read");
        } catch (JsonMappingException e) {
            return e;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("is no JSON", e);
        }
    }
}
