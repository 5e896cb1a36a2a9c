package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.PresetFile.Entry;
import org.speakdraw.app.prompt.Thumbnails.Thumbnail;
import org.speakdraw.app.safety.SafetyConfig;

/**
 * The gallery: who sees, changes and deletes which presets. Every method throws {@code database-unavailable} while the
 * database is away, and {@code preset-unknown} for a preset that the caller may not see. Thread-safe.
 */
@Singleton
public class Presets {

    /** Of a network: of a class behind one address each student may try out twenty. */
    static final int USES_PER_MINUTE = 600;

    private static final int MAX_OWNED = 500;
    private static final int MAX_TAGS_SHOWN = 32;

    private final Database database;
    private final PresetStore store;
    private final ParticipantStore participants;
    private final Thumbnails thumbnails;
    private final PresetSelection selection;
    private final boolean approval;
    private final LongSupplier nanoTime;
    private final RequestRate uses = new RequestRate(USES_PER_MINUTE);

    @Inject
    Presets(
            Database database,
            PresetStore store,
            ParticipantStore participants,
            Thumbnails thumbnails,
            PresetSelection selection,
            SafetyConfig safety) {
        this(database, store, participants, thumbnails, selection, safety, System::nanoTime);
    }

    /** The same with any clock. */
    Presets(
            Database database,
            PresetStore store,
            ParticipantStore participants,
            Thumbnails thumbnails,
            PresetSelection selection,
            SafetyConfig safety,
            LongSupplier nanoTime) {
        this.database = database;
        this.store = store;
        this.participants = participants;
        this.thumbnails = thumbnails;
        this.selection = selection;
        this.approval = safety.approval();
        this.nanoTime = nanoTime;
    }

    /**
     * A page of the gallery.
     *
     * @param next    cursor of the page after; empty at the end
     * @param similar whether nothing had the words and these are near them
     */
    record Page(List<Preset> presets, Optional<PageCursor> next, boolean similar) {}

    /** What is looked for; when nothing has the words, what is similar to them. */
    Page list(UUID viewer, PresetSearch wanted) {
        return database.inTransaction(() -> {
            PresetSearch search = wanted.among(offeredTo(viewer));
            List<Preset> found = store.list(viewer, search);
            if (found.isEmpty() && !search.words().isEmpty() && search.after().isEmpty()) {
                List<Preset> similar = store.listSimilar(viewer, search);
                return new Page(illustrated(similar), Optional.empty(), true);
            }
            return new Page(illustrated(found), cursorAfter(found, search), false);
        });
    }

    /** A teacher narrows what students see, not what teachers choose from. */
    private Optional<List<UUID>> offeredTo(UUID viewer) {
        return participants
                .find(viewer)
                .filter(participant -> participant.role() == Participant.Role.STUDENT)
                .flatMap(Participant::classroom)
                .flatMap(classroom -> selection.offeredIn(classroom.id()));
    }

    private List<Preset> illustrated(List<Preset> presets) {
        return presets.stream().map(this::illustrated).toList();
    }

    /** The pictures of built-in presets are resources of the server. */
    private Preset illustrated(Preset preset) {
        return preset.slug()
                .flatMap(thumbnails::builtIn)
                .map(thumbnail -> preset.withThumbnail(thumbnail.etag()))
                .orElse(preset);
    }

    private static Optional<PageCursor> cursorAfter(List<Preset> page, PresetSearch search) {
        if (page.size() < search.limit()) {
            return Optional.empty();
        }
        Preset last = page.get(page.size() - 1);
        String key = switch (search.order()) {
            case NEW -> last.createdAt().toString();
            case USED -> Long.toString(last.uses());
            case FAVOURITES -> Long.toString(last.favourites());
            case NAME -> last.content().name();
        };
        return Optional.of(new PageCursor(search.order().name(), key, last.id().toString()));
    }

    /** The most frequent tags. */
    List<String> tags(UUID viewer) {
        return store.tags(viewer, MAX_TAGS_SHOWN);
    }

    Preset find(UUID viewer, UUID id) {
        return require(viewer, id);
    }

    /**
     * Saves a new preset.
     *
     * @param administrator whether its owner may show it to everybody without being asked
     */
    Preset create(UUID owner, PresetContent content, boolean administrator) {
        return database.inTransaction(() -> {
            UUID id = insert(owner, new Entry(content, Optional.empty()), administrator);
            return require(owner, id);
        });
    }

    /** Saves all, or none; see {@link #create}. */
    void createAll(UUID owner, List<Entry> entries, boolean administrator) {
        database.useTransaction(() -> {
            for (Entry entry : entries) {
                insert(owner, entry, administrator);
            }
        });
    }

    private UUID insert(UUID owner, Entry entry, boolean administrator) {
        participants.ensure(owner);
        requireClassroom(owner, entry.content());
        if (store.countOwned(owner) >= MAX_OWNED) {
            throw new RequestException(
                    ApiError.TOO_MANY_PRESETS, "You have " + MAX_OWNED + " presets; delete some first.");
        }
        UUID id = UUID.randomUUID();
        store.insert(id, owner, entry.content(), administrator || !approval);
        if (entry.thumbnail().isPresent()) {
            Thumbnail thumbnail = entry.thumbnail().get();
            store.updateThumbnail(id, owner, thumbnail.jpeg(), thumbnail.etag(), administrator || !approval);
        }
        return id;
    }

    /** A preset as it is now, and who saw it before. */
    record Updated(Preset preset, Visibility before) {}

    /** Replaces the content of an own preset, which then waits for approval again; see {@link #create}. */
    Updated update(UUID owner, UUID id, PresetContent content, boolean administrator) {
        return database.inTransaction(() -> {
            Visibility before = requireOwn(owner, id).content().visibility();
            requireClassroom(owner, content);
            store.update(id, owner, content, administrator || !approval);
            return new Updated(require(owner, id), before);
        });
    }

    /** Gives an own preset a picture, as {@link Thumbnails#make} takes it; it waits for approval again as in {@link #create}. */
    Preset illustrate(UUID owner, UUID id, byte[] jpeg, boolean administrator) {
        Thumbnail thumbnail = thumbnails.make(jpeg);
        return database.inTransaction(() -> {
            requireOwn(owner, id);
            store.updateThumbnail(id, owner, thumbnail.jpeg(), thumbnail.etag(), administrator || !approval);
            return require(owner, id);
        });
    }

    /** The picture of a preset; empty when it has none. */
    Optional<Thumbnail> thumbnail(UUID viewer, UUID id) {
        return database.inTransaction(() -> {
            Optional<String> slug = require(viewer, id).slug();
            return slug.isPresent()
                    ? thumbnails.builtIn(slug.get())
                    : store.thumbnail(viewer, id).map(Thumbnail::of);
        });
    }

    /** Deletes an own preset; a teacher takes a student's out of the classroom, and the student keeps it. */
    void delete(UUID caller, UUID id) {
        database.useTransaction(() -> {
            Preset preset = require(caller, id);
            if (preset.own()) {
                store.delete(id, caller);
            } else if (preset.removable()) {
                store.withdraw(id);
            } else {
                throw notYours();
            }
        });
    }

    void favour(UUID participant, UUID id, boolean favourite) {
        database.useTransaction(() -> {
            require(participant, id);
            if (favourite) {
                participants.ensure(participant);
                store.addFavourite(participant, id);
            } else {
                store.removeFavourite(participant, id);
            }
        });
    }

    /**
     * Somebody applied the preset.
     *
     * @param address of the client
     * @throws RequestException {@code preset-unknown}; {@code too-many-requests} after {@value #USES_PER_MINUTE} in a minute
     */
    void used(UUID viewer, String address, UUID id) {
        long wait = uses.request(ClientAddress.networkOf(address), nanoTime.getAsLong());
        if (wait > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS,
                    "Presets are being used very often from your address.",
                    Duration.ofNanos(wait));
        }
        database.useTransaction(() -> {
            require(viewer, id);
            store.countUse(id);
        });
    }

    /** All presets of their owner with their pictures, the newest first. */
    List<Entry> owned(UUID owner) {
        return database.inTransaction(() -> {
            List<Entry> entries = new ArrayList<>();
            for (Preset preset : store.owned(owner, MAX_OWNED)) {
                Optional<byte[]> jpeg = store.thumbnail(owner, preset.id());
                entries.add(new Entry(preset.content(), jpeg.map(Thumbnail::of)));
            }
            return entries;
        });
    }

    /** What the participant's favourites are. */
    List<Favourite> favourites(UUID participant) {
        return store.favourites(participant);
    }

    private Preset require(UUID viewer, UUID id) {
        return store.find(viewer, id)
                .map(this::illustrated)
                .orElseThrow(() -> new RequestException(ApiError.PRESET_UNKNOWN, "There is no such preset."));
    }

    private Preset requireOwn(UUID owner, UUID id) {
        Preset preset = require(owner, id);
        if (!preset.own()) {
            throw notYours();
        }
        return preset;
    }

    private void requireClassroom(UUID owner, PresetContent content) {
        if (content.visibility() == Visibility.CLASSROOM
                && participants.find(owner).flatMap(Participant::classroom).isEmpty()) {
            throw new RequestException(
                    ApiError.CLASSROOM_MISSING, "You are not in a classroom, so there is nobody to share it with.");
        }
    }

    private static RequestException notYours() {
        return new RequestException(ApiError.PRESET_NOT_YOURS, "Only its owner may change a preset.");
    }
}
