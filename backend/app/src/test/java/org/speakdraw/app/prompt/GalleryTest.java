package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.prompt.PresetSearch.Order;
import org.speakdraw.app.prompt.PresetSearch.Scope;
import org.speakdraw.app.safety.Decision;
import org.speakdraw.app.safety.ReportReason;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.settings.StreamSchema;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/** Presets against a real PostgreSQL. */
class GalleryTest {

    private static final Database database = TestDatabase.create();
    static final PresetRules RULES = new PresetRules(
            StreamSchema.of(DiffusionBundle.read(Path.of("../../models/handmade")), 60),
            new WordFilter(TestSafety.config(SafetyScope.OFF)));

    private final Presets presets = new Presets(
            database,
            new PresetStore(database),
            new ParticipantStore(database),
            new Thumbnails(TestSafety.blindWatch()),
            PresetSelection.EVERYTHING,
            TestSafety.config(SafetyScope.OFF),
            () -> 0);
    private final PresetModeration moderation = new PresetModeration(
            database,
            new PresetStore(database),
            new ModerationStore(database),
            new ParticipantStore(database),
            TestSafety.config(SafetyScope.OFF));
    private final UUID ada = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();
    private int addresses;

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void startsWithThirtyPresetsForEveryoneAndAPictureOfEach() {
        List<Preset> builtIn = everything(Order.NEW).stream()
                .filter(preset -> preset.slug().isPresent())
                .toList();
        assertThat(builtIn).hasSize(30);
        assertThat(builtIn)
                .allSatisfy(preset -> assertThat(presets.thumbnail(ben, preset.id()))
                        .as(preset.slug().orElseThrow())
                        .isPresent());
        assertThat(builtIn).noneMatch(Preset::removable);
    }

    @Test
    void showsToEachWhatIsMeantForThem() throws SQLException {
        UUID carl = UUID.randomUUID();
        UUID classroom = UUID.randomUUID();
        execute("insert into classroom (id, name, join_code) values ('" + classroom + "', 'a', '22222222')");
        execute("insert into participant (id, classroom_id) values ('" + ada + "', '" + classroom + "'), ('" + ben
                + "', '" + classroom + "')");
        save(ada, "zebra one", "mine");
        UUID shared = save(ada, "zebra two", "classroom").id();
        save(ada, "zebra three", "everyone");

        assertThat(names(ada, "zebra")).containsExactlyInAnyOrder("zebra one", "zebra two", "zebra three");
        assertThat(names(ben, "zebra")).containsExactlyInAnyOrder("zebra two", "zebra three");
        assertThat(names(carl, "zebra")).containsExactly("zebra three");
        assertThatThrownBy(() -> presets.find(carl, shared)).hasMessage("There is no such preset.");
        assertThatThrownBy(() -> save(carl, "zebra four", "classroom")).hasMessageContaining("not in a classroom");
        assertThatThrownBy(() -> presets.delete(ben, shared)).hasMessageContaining("Only its owner");

        execute("update participant set role = 'teacher' where id = '" + ben + "'");
        presets.delete(ben, shared);
        assertThat(names(ben, "zebra")).containsExactly("zebra three");
        assertThat(presets.find(ada, shared).content().visibility()).isEqualTo(Visibility.MINE);
    }

    @Test
    void findsBuiltInPresetsByTheirSlugsToo() {
        assertThat(PresetSearch.slugsIn("ink-owl,,pencil-cat,Ä'--")).containsExactly("ink-owl", "pencil-cat", "--");
        assertThat(PresetSearch.slugsIn("a,".repeat(1000))).hasSize(60);
        PresetSearch search = new PresetSearch(
                SearchWords.of("horse"),
                Optional.of("animals"),
                Scope.ALL,
                Order.NAME,
                Optional.empty(),
                24,
                Optional.empty(),
                List.of("ink-owl", "red-apple", "unheard-of"));
        assertThat(presets.list(ada, search).presets().stream()
                        .map(preset -> preset.content().name()))
                .containsExactly("Horse in oil", "Owl in ink");
    }

    @Test
    void findsByBeginningsOfNamePromptAndTagsAndInSpiteOfMistakes() {
        presets.create(ada, content("Quokka", "a smiling marsupial, gouache", "everyone", "unusual"), true);
        assertThat(names(ada, "quok")).containsExactly("Quokka");
        assertThat(names(ada, "gouache marsup")).containsExactly("Quokka");
        assertThat(names(ada, "unus")).containsExactly("Quokka");
        assertThat(presets.tags(ada)).contains("unusual", "animals");
        assertThat(find(ada, "marsupail").similar()).isTrue();
        assertThat(names(ada, "marsupail")).containsExactly("Quokka");
        assertThat(names(ada, "watercolor")).contains("Fox in watercolour");
        assertThat(names(ada, "xylophone'); drop table preset; --")).isEmpty();
        assertThat(names(ada, "& | ! : * <->")).as("no words at all").isNotEmpty();
    }

    @Test
    void pagesThroughEverythingOnceInEveryOrder() {
        for (int i = 0; i < 7; i++) {
            presets.favour(
                    UUID.randomUUID(), save(ada, "Page " + i % 3, "everyone").id(), true);
        }
        for (Order order : Order.values()) {
            List<UUID> ids = everything(order).stream().map(Preset::id).toList();
            assertThat(new HashSet<>(ids)).as(order + " without repetitions").hasSameSizeAs(ids);
            assertThat(ids).hasSize(everything(Order.NEW).size());
        }
        assertThat(everything(Order.FAVOURITES).get(0).favourites()).isPositive();
        assertThatThrownBy(() -> PageCursor.decode(Optional.of("bm9uc2Vuc2U"), "NEW"))
                .isInstanceOf(RequestException.class);
    }

    @Test
    void givesOutFavouritesButNotTheNamesOfHiddenOnes() throws SQLException {
        UUID seen = save(ada, "Seen", "everyone").id();
        UUID hidden = save(ada, "Hidden", "everyone").id();
        presets.favour(ben, seen, true);
        presets.favour(ben, hidden, true);
        execute("update preset set visibility = 'mine' where id = '" + hidden + "'");
        assertThat(Json.write(presets.favourites(ben)))
                .contains(seen.toString(), "\"Seen\"", hidden.toString(), "\"name\":null")
                .doesNotContain("Hidden");
    }

    @Test
    void countsUsesAndFavouritesEvenOfThoseWhoAreGone() throws SQLException {
        UUID id = save(ada, "Loved", "everyone").id();
        presets.favour(ada, id, true);
        presets.favour(ben, id, true);
        presets.favour(ben, id, true);
        presets.used(ben, "192.0.2.1", id);
        assertThat(presets.find(ben, id))
                .extracting(Preset::favourites, Preset::favourite, Preset::uses, Preset::own)
                .containsExactly(2L, true, 1L, false);

        execute("delete from participant where id = '" + ben + "'");
        assertThat(presets.find(ada, id).favourites()).isEqualTo(1);
        presets.favour(ada, id, false);
        assertThat(presets.find(ada, id).favourites()).isZero();
    }

    @Test
    void onlyTheOwnerChangesAPreset() {
        UUID id = save(ada, "Before", "everyone").id();
        assertThatThrownBy(() -> presets.update(ben, id, content("After", "a", "everyone"), true))
                .hasMessageContaining("Only its owner");
        assertThatThrownBy(() -> presets.illustrate(ben, id, jpeg(), false)).hasMessageContaining("Only its owner");
        Presets.Updated updated = presets.update(ada, id, content("After", "a", "mine"), true);
        assertThat(updated.preset().content().name()).isEqualTo("After");
        assertThat(updated.preset().content().visibility()).isEqualTo(Visibility.MINE);
        assertThat(updated.before()).isEqualTo(Visibility.EVERYONE);
        presets.delete(ada, id);
        assertThatThrownBy(() -> presets.find(ada, id)).hasMessage("There is no such preset.");
    }

    @Test
    void keepsASmallPictureOfItsOwnMaking() throws IOException {
        UUID id = save(ada, "Pictured", "everyone").id();
        byte[] sent = jpeg();
        assertThat(presets.illustrate(ada, id, sent, true).thumbnailEtag()).isPresent();
        byte[] kept = presets.thumbnail(ben, id).orElseThrow().jpeg();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(kept));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(160, 160);
        assertThat(kept).isNotEqualTo(sent);
        presets.illustrate(ada, id, sent, false);
        assertThatThrownBy(() -> presets.thumbnail(ben, id))
                .as("waits for approval again")
                .hasMessage("There is no such preset.");
        assertThatThrownBy(() -> presets.illustrate(ada, id, new byte[] {1, 2, 3}, false))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> presets.illustrate(ada, id, new byte[Thumbnails.MAX_BYTES + 1], false))
                .hasMessageContaining("at most");
    }

    @Test
    void leavesOutSettingsThatThisServerDoesNotTakeAndSaysSo() {
        PresetDraft draft = Json.read("""
                {"name": "Old", "prompt": "a", "settings":
                    {"strength": 0.4, "seed": -1, "controlnet_scale": 1, "prompt": "not a setting"}}
                """, PresetDraft.class, ApiError.REQUEST_INVALID);
        PresetRules.Checked checked = RULES.check(draft);
        assertThat(checked.content().settings().toString()).isEqualTo("{\"strength\":0.4}");
        assertThat(checked.notes()).hasSize(2).anyMatch(note -> note.contains("controlnet_scale"));
    }

    @Test
    void looksAtNoMoreSettingsThanAPresetCanHave() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 65; i++) {
            settings.put("s" + i, 1);
        }
        PresetDraft draft = new PresetDraft(
                Optional.of("Full"),
                Optional.of("a"),
                Optional.empty(),
                Optional.of(settings),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> RULES.check(draft)).hasMessage("settings must be at most 64.");
    }

    /** The page and the protocol's documentation rely on these names, their order, and nulls for what is not there. */
    @Test
    void showsAPresetAsTheProtocolSays() {
        Preset preset = new Preset(
                new UUID(0, 7),
                Optional.empty(),
                content("Fox", "a fox", "mine", "animals"),
                Optional.empty(),
                true,
                true,
                true,
                false,
                3,
                4,
                Instant.parse("2026-11-23T10:00:00.5Z"));
        String shown = "{\"name\":\"Fox\",\"prompt\":\"a fox\",\"negativePrompt\":\"\",\"settings\":{},"
                + "\"tags\":[\"animals\"],\"visibility\":\"mine\",\"id\":\"00000000-0000-0000-0000-000000000007\","
                + "\"slug\":null,\"thumbnail\":null,\"waiting\":false,\"own\":true,\"removable\":true,\"favourite\":false,"
                + "\"favourites\":3,\"uses\":4,\"createdAt\":\"2026-11-23T10:00:00.500Z\"";
        assertThat(Json.write(PresetView.of(preset, preset.content().settings(), Optional.empty())))
                .isEqualTo(shown + "}");
        assertThat(Json.write(PresetView.of(
                        preset.withThumbnail("ab"), preset.content().settings(), Optional.of(List.of("left out")))))
                .isEqualTo(shown.replace(
                                "\"thumbnail\":null",
                                "\"thumbnail\":\"/api/presets/00000000-0000-0000-0000-000000000007/thumbnail?v=ab\"")
                        + ",\"notes\":[\"left out\"]}");
    }

    @Test
    void showsWhatIsForEveryoneOnlyOnceAnAdministratorHasApprovedIt() {
        UUID id = presets.create(ada, content("Wombat", "a wombat", "everyone"), false)
                .id();
        assertThat(names(ada, "wombat")).containsExactly("Wombat");
        assertThat(names(ben, "wombat")).isEmpty();
        assertThat(PresetView.of(presets.find(ada, id), JsonNodeFactory.instance.objectNode(), Optional.empty())
                        .waiting())
                .isTrue();
        assertThat(waiting()).extracting(ModeratedPreset::id).contains(id);
        moderation.decide(id, seen(id, Decision.KEEP));
        assertThat(names(ben, "wombat")).containsExactly("Wombat");
        assertThatThrownBy(() -> moderation.decide(id, seen(id, Decision.KEEP))).hasMessage("There is no such preset.");

        presets.update(ada, id, content("Wombat two", "a wombat", "everyone"), false);
        assertThat(names(ben, "wombat")).as("it is another one now").isEmpty();
        moderation.decide(id, seen(id, Decision.HIDE));
        assertThat(presets.find(ada, id).content().visibility()).isEqualTo(Visibility.MINE);
        assertThat(waiting()).extracting(ModeratedPreset::id).doesNotContain(id);
    }

    @Test
    void hidesWhatThreePeopleReportUntilItIsDecided() {
        UUID id = save(ada, "Numbat", "everyone").id();
        moderation.report(ada, address(), id, ReportReason.MEAN);
        moderation.report(ben, address(), id, ReportReason.MEAN);
        moderation.report(ben, address(), id, ReportReason.MEAN);
        moderation.report(UUID.randomUUID(), address(), id, ReportReason.MEAN);
        assertThat(names(ben, "numbat"))
                .as("its owner and one twice do not count")
                .containsExactly("Numbat");
        moderation.report(UUID.randomUUID(), address(), id, ReportReason.MEAN);
        assertThat(names(ben, "numbat")).isEmpty();
        assertThatThrownBy(() -> moderation.report(ben, address(), id, ReportReason.MEAN))
                .hasMessage("There is no such preset.");
        ModeratedPreset reported = reported(id);
        assertThat(reported.reasons()).isEqualTo(Map.of(ReportReason.MEAN, 3));
        assertThat(reported.hidden()).isTrue();
        assertThat(waiting()).extracting(ModeratedPreset::id).doesNotContain(id);
        moderation.decide(id, seen(id, Decision.KEEP));
        moderation.report(ben, address(), id, ReportReason.MEAN);
        assertThat(names(ben, "numbat")).as("it begins anew").containsExactly("Numbat");
    }

    @Test
    void limitsReportsAndLeavesBuiltInPresetsAlone() {
        UUID builtIn = everything(Order.NEW).stream()
                .filter(preset -> preset.slug().isPresent())
                .findFirst()
                .orElseThrow()
                .id();
        for (int i = 0; i < 10; i++) {
            moderation.report(ben, address(), builtIn, ReportReason.MEAN);
        }
        assertThatThrownBy(() -> moderation.report(ben, address(), builtIn, ReportReason.MEAN))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("too-many-requests"));
        for (int i = 0; i < 4; i++) {
            moderation.report(UUID.randomUUID(), address(), builtIn, ReportReason.MEAN);
        }
        assertThat(presets.find(ben, builtIn).approved()).isTrue();
        for (Decision away : List.of(Decision.HIDE, Decision.REMOVE)) {
            assertThatThrownBy(() -> moderation.decide(builtIn, seen(builtIn, away)))
                    .hasMessage("There is no such preset.");
        }
        assertThat(presets.find(ben, builtIn).content().visibility()).isEqualTo(Visibility.EVERYONE);
    }

    @Test
    void refusesWordsInWhatOthersRead() {
        PresetDraft draft = new PresetDraft(
                Optional.of("a forbiddenword"),
                Optional.of("a fox"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("everyone"));
        assertThatThrownBy(() -> RULES.check(draft))
                .hasMessageStartingWith("name must be without words")
                .hasMessageNotContaining("forbiddenword");
    }

    @Test
    void aTeacherDecidesAboutThoseOfTheClass() throws SQLException {
        UUID teacher = UUID.randomUUID();
        UUID room = UUID.randomUUID();
        UUID elsewhere = UUID.randomUUID();
        execute("insert into classroom (id, name, join_code) values ('" + room + "', '4b', '33333333')");
        execute("insert into participant (id, classroom_id, role) values ('" + teacher + "', '" + room
                + "', 'teacher'), ('" + ada + "', '" + room + "', 'student'), ('" + ben + "', '" + room
                + "', 'student')");
        UUID adas = save(ada, "Echidna", "classroom").id();
        UUID teachers = save(teacher, "Dingo", "classroom").id();
        moderation.report(ben, address(), adas, ReportReason.RUDE);
        moderation.report(ben, address(), teachers, ReportReason.RUDE);
        assertThat(moderation.reportedIn(room)).extracting(ModeratedPreset::id).containsExactly(adas);
        assertThat(moderation.countIn(room)).isEqualTo(1);
        assertThat(moderation.reportedIn(elsewhere)).isEmpty();
        assertThat(allReported())
                .extracting(ModeratedPreset::id)
                .as("nobody decides about what is their own")
                .contains(teachers)
                .doesNotContain(adas);
        assertThatThrownBy(() -> moderation.decideIn(elsewhere, adas, seen(adas, Decision.REMOVE)))
                .hasMessage("There is no such preset.");
        assertThatThrownBy(() -> moderation.decideIn(room, teachers, seen(teachers, Decision.KEEP)))
                .hasMessage("There is no such preset.");
        execute("update preset_report set reported_at = now() - interval '24 hours' where preset_id = '" + adas + "'");
        assertThat(reported(adas).reasons()).as("nobody answered for a day").containsOnlyKeys(ReportReason.RUDE);

        moderation.decideIn(room, adas, seen(adas, Decision.KEEP));
        assertThat(moderation.reportedIn(room)).isEmpty();
        moderation.report(ben, address(), adas, ReportReason.RUDE);
        execute("update preset set hidden = true where id = '" + adas + "'");
        assertThat(names(ben, "echidna")).isEmpty();
        assertThat(names(teacher, "echidna")).containsExactly("Echidna");
        moderation.decideIn(room, adas, seen(adas, Decision.HIDE));
        assertThat(names(teacher, "echidna")).isEmpty();
        assertThat(names(ada, "echidna")).containsExactly("Echidna");

        UUID another = save(ada, "Bandicoot", "classroom").id();
        moderation.report(ben, address(), another, ReportReason.OTHER);
        moderation.decideIn(room, another, seen(another, Decision.REMOVE));
        assertThat(names(ada, "bandicoot")).isEmpty();
    }

    @Test
    void keepsOnlyWhatWasLookedAt() {
        UUID id = presets.create(ada, content("Bilby", "a bilby", "everyone"), false)
                .id();
        PresetDecision seen = seen(id, Decision.KEEP);
        presets.update(ada, id, content("Bilby", "something else", "everyone"), false);
        assertChanged(id, seen);
        PresetDecision seenWithoutPicture = seen(id, Decision.KEEP);
        presets.illustrate(ada, id, TestStreams.jpeg(100), false);
        assertChanged(id, seenWithoutPicture);
        assertThat(names(ben, "bilby")).isEmpty();
        assertThatThrownBy(() -> moderation.decide(id, new PresetDecision("keep", null)))
                .hasFieldOrPropertyWithValue("code", ApiError.REQUEST_INVALID);
        moderation.decide(id, seen(id, Decision.KEEP));
        assertThat(names(ben, "bilby")).containsExactly("Bilby");
        moderation.decide(id, new PresetDecision("remove", null));
        assertThat(names(ada, "bilby")).isEmpty();
    }

    private void assertChanged(UUID id, PresetDecision decision) {
        assertThatThrownBy(() -> moderation.decide(id, decision))
                .hasFieldOrPropertyWithValue("code", ApiError.PRESET_CHANGED);
    }

    @Test
    void countsTheReportsOfStrangersOnceForEachNetwork() throws SQLException {
        UUID id = save(ada, "Potoroo", "everyone").id();
        for (int i = 0; i < 10; i++) {
            moderation.report(UUID.randomUUID(), "192.0.2.7", id, ReportReason.MEAN);
        }
        assertThat(names(ben, "potoroo"))
                .as("perhaps one person with ten cookies")
                .containsExactly("Potoroo");
        assertThat(reported(id).reasons()).isEqualTo(Map.of(ReportReason.MEAN, 10));

        for (int i = 0; i < 2; i++) {
            UUID known = UUID.randomUUID();
            execute("insert into participant (id, created_at) values ('" + known + "', now() - interval '8 days')");
            moderation.report(known, "192.0.2.7", id, ReportReason.MEAN);
        }
        assertThat(names(ben, "potoroo")).as("a school behind one address").isEmpty();
    }

    @Test
    void countsEverybodyOfAClassForWhatIsSharedWithIt() throws SQLException {
        UUID room = UUID.randomUUID();
        execute("insert into classroom (id, name, join_code) values ('" + room + "', '4c', '44444444')");
        execute("insert into participant (id, classroom_id) values ('" + ada + "', '" + room + "')");
        UUID id = save(ada, "Quokka", "classroom").id();
        for (int i = 0; i < 3; i++) {
            UUID student = UUID.randomUUID();
            execute("insert into participant (id, classroom_id) values ('" + student + "', '" + room + "')");
            moderation.report(student, "192.0.2.7", id, ReportReason.MEAN);
        }
        assertThat(reported(room, id).hidden()).isTrue();
    }

    private ModeratedPreset reported(UUID room, UUID id) {
        return moderation.reportedIn(room).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reportsDoNotHideWhatSomebodyHasKeptUntilItChanges() {
        UUID id = save(ada, "Dunnart", "everyone").id();
        reportByThree(id);
        moderation.decide(id, seen(id, Decision.KEEP));
        reportByThree(id);
        assertThat(names(ben, "dunnart")).containsExactly("Dunnart");
        assertThat(reported(id).hidden()).as("the administrator sees them").isFalse();

        presets.update(ada, id, content("Dunnart", "another", "everyone"), true);
        moderation.report(UUID.randomUUID(), address(), id, ReportReason.MEAN);
        assertThat(names(ben, "dunnart")).isEmpty();
    }

    private void reportByThree(UUID id) {
        for (int i = 0; i < 3; i++) {
            moderation.report(UUID.randomUUID(), address(), id, ReportReason.MEAN);
        }
    }

    @Test
    void limitsHowOftenAUseIsCounted() {
        UUID id = save(ada, "Woylie", "everyone").id();
        for (int i = 0; i < Presets.USES_PER_MINUTE; i++) {
            presets.used(UUID.randomUUID(), "192.0.2.9", id);
        }
        assertThatThrownBy(() -> presets.used(UUID.randomUUID(), "192.0.2.9", id))
                .hasFieldOrPropertyWithValue("code", ApiError.TOO_MANY_REQUESTS);
        presets.used(ben, "192.0.2.10", id);
    }

    /** Another one each time. */
    private String address() {
        addresses++;
        return "198.51.100." + addresses;
    }

    /** What somebody decides about a preset as it is now. */
    private static PresetDecision seen(UUID id, Decision decision) {
        Instant version = database.withHandle(handle -> handle.select("select updated_at from preset where id = ?", id)
                .mapTo(Instant.class)
                .one());
        return new PresetDecision(decision.id(), version.toString());
    }

    private List<ModeratedPreset> waiting() {
        return moderation
                .list(PresetModeration.Which.WAITING, Optional.empty(), 60)
                .presets();
    }

    /** All pages of what is reported. */
    private List<ModeratedPreset> allReported() {
        List<ModeratedPreset> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            PresetModeration.Page page = moderation.list(PresetModeration.Which.REPORTED, after, 1);
            all.addAll(page.presets());
            after = page.next().map(PageCursor::encode);
        } while (after.isPresent());
        assertThat(all).extracting(ModeratedPreset::id).doesNotHaveDuplicates();
        return all;
    }

    private ModeratedPreset reported(UUID id) {
        return allReported().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Preset save(UUID owner, String name, String visibility) {
        return presets.create(owner, content(name, "a prompt", visibility), true);
    }

    static PresetContent content(String name, String prompt, String visibility, String... tags) {
        return new PresetContent(
                name, prompt, "", JsonNodeFactory.instance.objectNode(), List.of(tags), Visibility.of(visibility));
    }

    private List<String> names(UUID viewer, String words) {
        return find(viewer, words).presets().stream()
                .map(preset -> preset.content().name())
                .toList();
    }

    private Presets.Page find(UUID viewer, String words) {
        return presets.list(
                viewer,
                new PresetSearch(SearchWords.of(words), Optional.empty(), Scope.ALL, Order.NEW, Optional.empty(), 60));
    }

    /** By pages of five. */
    private List<Preset> everything(Order order) {
        List<Preset> all = new ArrayList<>();
        Optional<PageCursor> after = Optional.empty();
        do {
            Presets.Page page = presets.list(
                    ada, new PresetSearch(SearchWords.of(""), Optional.empty(), Scope.ALL, order, after, 5));
            all.addAll(page.presets());
            after = PageCursor.decode(page.next().map(PageCursor::encode), order.name());
        } while (after.isPresent());
        return all;
    }

    private static byte[] jpeg() {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(40, 40, 120, 120);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
