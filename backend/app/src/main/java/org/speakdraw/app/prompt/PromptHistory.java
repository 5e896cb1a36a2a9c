package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;

/**
 * What a participant asked for before. Every method throws {@code database-unavailable} while the database is away.
 * Thread-safe.
 */
@Singleton
public class PromptHistory {

    /** Every page is in the same order. */
    static final String ORDER = "NEW";

    private final Database database;
    private final PromptHistoryStore store;
    private final Participants participants;

    @Inject
    PromptHistory(Database database, PromptHistoryStore store, Participants participants) {
        this.database = database;
        this.store = store;
        this.participants = participants;
    }

    /**
     * A page.
     *
     * @param next    cursor of the page after; empty at the end
     * @param similar whether nothing had the words and these are near them
     */
    record Page(List<PastPrompt> prompts, Optional<PageCursor> next, boolean similar) {}

    /** Prompts with these words, the newest first; when there are none, similar ones. */
    Page list(UUID participant, SearchWords words, Optional<PageCursor> after, int limit) {
        return database.inTransaction(() -> {
            List<PastPrompt> found = store.list(participant, words, after, limit);
            if (found.isEmpty() && !words.isEmpty() && after.isEmpty()) {
                return new Page(store.listSimilar(participant, words, limit), Optional.empty(), true);
            }
            return new Page(found, cursorAfter(found, limit), false);
        });
    }

    private static Optional<PageCursor> cursorAfter(List<PastPrompt> page, int limit) {
        if (page.size() < limit) {
            return Optional.empty();
        }
        PastPrompt last = page.get(page.size() - 1);
        return Optional.of(new PageCursor(ORDER, last.at().toString(), Long.toString(last.id())));
    }

    /** Deletes one; that it is gone already is as good. */
    void delete(UUID participant, long id) {
        store.delete(participant, id);
    }

    /**
     * Deletes them all, those of the last moment too; how many there were.
     *
     * <p>Where those that wait cannot be written now, all others are gone, and this fails as the writing did.
     */
    int deleteAll(UUID participant) {
        try {
            // What still waits to be written would come after.
            participants.settle();
        } catch (RuntimeException e) {
            store.deleteAll(participant);
            throw e;
        }
        return store.deleteAll(participant);
    }
}
