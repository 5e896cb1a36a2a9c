package org.speakdraw.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.events.SessionEvent.PromptChanged;

class PendingEventsTest {

    private static final int MAX = 8;
    private static final int MAX_PROMPTS = 5;
    private static final long SECOND = 1_000_000_000L;

    private long nanos;
    private final PendingEvents pending = new PendingEvents(MAX, MAX_PROMPTS, () -> nanos);
    private final UUID ada = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();

    @Test
    void keepsTheOrderAndShowsTheOldestFirst() {
        SessionEvent first = add(started(ada));
        SessionEvent second = add(prompt(ada, "a"));
        SessionEvent third = add(ended(ada));
        assertThat(pending.peek(2, pending.last())).containsExactly(first, second);
        pending.remove();
        assertThat(pending.peek(2, pending.last())).containsExactly(third);
    }

    @Test
    void doesNotLetSettingsPushOthersOut() {
        SessionEvent first = add(started(ada));
        for (int i = 0; i < 100_000; i++) {
            pending.add(new SessionEvent.SettingsChanged(ben, Instant.EPOCH, JsonNodeFactory.instance.objectNode()));
        }
        assertThat(all()).containsExactly(first);
        assertThat(pending.takeLost()).isZero();
    }

    @Test
    void aSessionThatExceedsItsBoundLosesItsOwnOldestPrompts() {
        SessionEvent quiet = add(started(ada));
        SessionEvent loud = add(started(ben));
        for (int i = 0; i < MAX_PROMPTS + 3; i++) {
            add(prompt(ben, "flood " + i));
        }
        assertThat(all()).startsWith(quiet, loud).hasSize(2 + MAX_PROMPTS);
        assertThat(prompts()).startsWith("flood 3").endsWith("flood 7");
        assertThat(pending.takeLost()).isEqualTo(3);
        assertThat(pending.takeLost()).isZero();
    }

    @Test
    void whenAllAreTooManyTheOneWithTheMostPromptsLosesThem() {
        add(started(ada));
        add(prompt(ada, "quiet"));
        add(started(ben));
        for (int i = 0; i < MAX_PROMPTS; i++) {
            add(prompt(ben, "flood " + i));
        }
        add(ended(ada));
        assertThat(all()).hasSize(MAX);
        assertThat(prompts()).containsExactly("quiet", "flood 1", "flood 2", "flood 3", "flood 4");
        assertThat(pending.takeLost()).isEqualTo(1);
    }

    @Test
    void givesUpTheBeginningOfASessionLastAndThenTheWholeSession() {
        SessionEvent live = add(started(ada));
        add(started(ben));
        add(prompt(ben, "gone first"));
        add(ended(ben));
        List<SessionEvent> others =
                List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()).stream()
                        .map(each -> add(started(each)))
                        .toList();
        assertThat(prompts()).containsExactly("gone first");
        SessionEvent last = add(started(UUID.randomUUID()));
        assertThat(prompts()).isEmpty();
        assertThat(all()).hasSize(MAX).startsWith(live);

        SessionEvent more = add(started(UUID.randomUUID()));
        assertThat(all())
                .startsWith(live)
                .containsAll(others)
                .endsWith(last, more)
                .hasSize(MAX - 1);
        assertThat(pending.takeLost()).isEqualTo(3);
    }

    @Test
    void thinsOutABurstOfPromptsAndKeepsItsNewest() {
        PendingEvents roomy = new PendingEvents(1000, 1000, () -> nanos);
        for (int i = 0; i < 500; i++) {
            roomy.add(prompt(ada, "a" + i));
        }
        roomy.add(prompt(ben, "beside it"));
        assertThat(roomy.peek(1000, roomy.last())).hasSize(PromptBursts.PER_MINUTE + 1);
        nanos = SECOND;
        List<SessionEvent> later = roomy.peek(1000, roomy.last());
        assertThat(later).hasSize(PromptBursts.PER_MINUTE + 2);
        assertThat(texts(later)).endsWith("a59", "beside it", "a499");
        assertThat(roomy.takeLost()).isZero();
    }

    @Test
    void writesThePromptThatASessionEndedWith() {
        PendingEvents roomy = new PendingEvents(1000, 1000, () -> nanos);
        for (int i = 0; i < 100; i++) {
            roomy.add(prompt(ada, "a" + i));
            roomy.add(prompt(ben, "b" + i));
        }
        roomy.add(ended(ada));
        assertThat(texts(roomy.peek(1000, roomy.last()))).endsWith("a99");
        assertThat(texts(roomy.peek(1000, roomy.lastOfAll()))).endsWith("a99", "b99");
    }

    @Test
    void showsNothingThatCameAfterwards() {
        SessionEvent first = add(started(ada));
        long last = pending.last();
        add(ended(ada));
        assertThat(pending.peek(9, last)).containsExactly(first);
    }

    @Test
    void doesNotCountAsLostWhatWasWrittenMeanwhile() {
        add(started(ada));
        for (int i = 0; i < MAX_PROMPTS; i++) {
            add(prompt(ada, "a" + i));
        }
        assertThat(pending.peek(3, pending.last())).hasSize(3);
        add(prompt(ada, "pushes one out"));
        pending.remove();
        assertThat(prompts()).containsExactly("a2", "a3", "a4", "pushes one out");
        assertThat(pending.takeLost()).isZero();
    }

    @Test
    void countsAsLostWhatWasGivenUpWhenWritingFailed() {
        for (int i = 0; i < MAX_PROMPTS; i++) {
            add(prompt(ada, "a" + i));
        }
        assertThat(pending.peek(3, pending.last())).hasSize(3);
        add(prompt(ada, "pushes one out"));
        assertThat(prompts()).startsWith("a1");
        assertThat(pending.takeLost()).isEqualTo(1);
    }

    private SessionEvent add(SessionEvent event) {
        pending.add(event);
        return event;
    }

    private List<SessionEvent> all() {
        return pending.peek(1000, pending.last());
    }

    private List<String> prompts() {
        return texts(all());
    }

    private static List<String> texts(List<SessionEvent> events) {
        return events.stream()
                .filter(PromptChanged.class::isInstance)
                .map(event -> ((PromptChanged) event).prompt().text())
                .toList();
    }

    static SessionEvent started(UUID session) {
        return new SessionEvent.Started(
                session, Instant.EPOCH, Optional.empty(), "pocket", JsonNodeFactory.instance.objectNode());
    }

    static SessionEvent prompt(UUID session, String text) {
        return new PromptChanged(session, Instant.EPOCH, Prompt.typed(text), "");
    }

    static SessionEvent ended(UUID session) {
        return new SessionEvent.Ended(session, Instant.EPOCH, "idle", 1, 1);
    }
}
