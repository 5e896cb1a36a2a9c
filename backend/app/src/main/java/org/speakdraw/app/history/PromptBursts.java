package org.speakdraw.app.history;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.stream.events.SessionEvent.PromptChanged;

/**
 * Thins out prompts that come faster than anybody means them: of a session {@value #PER_MINUTE} are let through at once
 * and one a second after; of those beyond only the newest is kept, until its turn comes. Not thread-safe.
 */
final class PromptBursts {

    static final int PER_MINUTE = 60;

    private final RequestRate rate = new RequestRate(PER_MINUTE);
    private final Map<UUID, PromptChanged> held = new HashMap<>();

    /** The prompt, if it is its session's turn; otherwise it is held instead of the one that was. */
    Optional<PromptChanged> offer(PromptChanged prompt, long nanos) {
        held.remove(prompt.session());
        if (granted(prompt, nanos)) {
            return Optional.of(prompt);
        }
        held.put(prompt.session(), prompt);
        return Optional.empty();
    }

    /** Lets go those that were held and whose turn has come. */
    List<PromptChanged> due(long nanos) {
        Stream.Builder<PromptChanged> due = Stream.builder();
        for (Iterator<PromptChanged> each = held.values().iterator(); each.hasNext(); ) {
            PromptChanged prompt = each.next();
            if (granted(prompt, nanos)) {
                due.add(prompt);
                each.remove();
            }
        }
        return due.build().toList();
    }

    /** Lets go what is held of a session. */
    Optional<PromptChanged> end(UUID session) {
        return Optional.ofNullable(held.remove(session));
    }

    /** Lets go all that are held. */
    List<PromptChanged> endAll() {
        List<PromptChanged> all = List.copyOf(held.values());
        held.clear();
        return all;
    }

    private boolean granted(PromptChanged prompt, long nanos) {
        return rate.request(prompt.session().toString(), nanos) == 0;
    }
}
