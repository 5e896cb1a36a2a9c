package org.speakdraw.launcher.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.speakdraw.launcher.DataOption;
import org.speakdraw.launcher.Installation;
import org.speakdraw.launcher.Terminal;
import org.speakdraw.launcher.checks.BundleFolder;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./speakdraw models}: what can be fetched, fetching it, and whether what was fetched is still whole. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists, fetches, makes and verifies models that are not shipped.",
        subcommands = {
            ModelsCommand.ListCommand.class,
            ModelsCommand.PullCommand.class,
            ImportCommand.class,
            ModelsCommand.VerifyCommand.class
        })
public final class ModelsCommand {

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private ModelsCommand() {}

    private static Catalogue catalogue() {
        return Catalogue.read(Installation.locateRoot().resolve("models/catalogue.json"));
    }

    private static String megabytes(long bytes) {
        return ((bytes + (1 << 19)) >> 20) + " MB";
    }

    /** Says what there is. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Says which models can be fetched.")
    static final class ListCommand implements Callable<Integer> {

        @Mixin
        private DataOption dataOption = new DataOption();

        @Override
        public Integer call() throws IOException {
            Terminal terminal = Terminal.ofProcess();
            Path store = dataOption.directory().models();
            terminal.say(row("model", "size", "who may use it", "checked by", ""));
            for (CatalogueModel model : catalogue().models()) {
                terminal.say(row(
                        model.name(), megabytes(model.bytes()), model.use(), model.checkedBy(), here(model, store)));
                terminal.say("    " + model.title() + "; needs " + model.needs());
                terminal.say("    licence: " + model.licence());
            }
            for (MadeBundle bundle : MadeBundle.in(store, catalogue())) {
                terminal.say(
                        row(bundle.name(), megabytes(bundle.bytes()), "licence: " + bundle.licence(), "", "made here"));
                terminal.say("    " + bundle.title());
                bundle.sources().forEach(source -> terminal.say("    of " + source));
            }
            return 0;
        }

        private static String here(CatalogueModel model, Path store) throws IOException {
            Path folder = store.resolve(model.name());
            if (!model.made().isEmpty()) {
                return Files.isDirectory(folder) ? "made" : "";
            }
            return ModelStore.presence(model, folder).describe();
        }

        private static String row(String name, String size, String use, String checkedBy, String here) {
            return "%-24s%10s  %-46s%-22s%s"
                    .formatted(name, size, use, checkedBy, here)
                    .stripTrailing();
        }
    }

    /** Fetches a model. */
    @Command(
            name = "pull",
            mixinStandardHelpOptions = true,
            description = "Fetches a model into the data directory; goes on where a broken download stopped.")
    static final class PullCommand implements Callable<Integer> {

        @Parameters(
                paramLabel = "MODEL|hf:OWNER/NAME",
                description = "A name from the list, or any checkpoint on Hugging Face.")
        private String name = "";

        @Option(
                names = "--from",
                paramLabel = "FOLDER|URL",
                description = "A folder or mirror that holds MODEL/FILE, instead of the public source.")
        private @Nullable String from;

        @Option(
                names = "--into",
                paramLabel = "BUNDLE",
                description = "Put a model of one part (speech, matting) into this bundle: a name or a folder.")
        private @Nullable String into;

        @Mixin
        private CheckpointOptions checkpointOptions = new CheckpointOptions();

        @Mixin
        private DataOption dataOption = new DataOption();

        @Override
        public Integer call() throws Exception {
            if (HubAddress.isMeantBy(name)) {
                return pullCheckpoint();
            }
            CatalogueModel model = catalogue().find(name);
            if (model.made().isEmpty()) {
                checkpointOptions.requireNone(
                        name + " is in the catalogue and comes as that says; --name, --lora, --full"
                                + " and the like are for checkpoints (hf:OWNER/NAME).");
            } else {
                checkpointOptions.requireHowOnly(name + " is made as the catalogue says, but for --full and --keep;"
                        + " --name, --lora and the like are for checkpoints (hf:OWNER/NAME).");
            }
            Terminal terminal = Terminal.ofProcess();
            terminal.say(model.title() + ". For " + model.use() + ". Licence: " + model.licence());
            if (!model.made().isEmpty()) {
                return make(model);
            }
            dataOption.directory().prepare();
            Path folder = folder(model);
            new ModelStore(new Download(RETRY_PAUSE), new HubModel(HubModel.endpoint()))
                    .pull(
                            model,
                            folder,
                            Optional.ofNullable(from).map(PullCommand::mirror),
                            (path, bytes, total) ->
                                    terminal.step(path + ": " + megabytes(bytes) + " of about " + megabytes(total)));
            terminal.say(model.part().isEmpty() ? ready(model) : "Ready in " + folder);
            return 0;
        }

        private int make(CatalogueModel model) throws IOException, InterruptedException {
            refuseMirrors();
            Path folder = dataOption.directory().models().resolve(model.name());
            if (Files.isDirectory(folder)) {
                new BundleFolder(folder).check();
                Terminal.ofProcess().say(ready(model));
                return 0;
            }
            String checkpoint = model.made().get(0);
            List<String> wanted =
                    new ArrayList<>(model.made().subList(1, model.made().size()));
            wanted.addAll(checkpointOptions.howOnly());
            new CommandLine(checkpointOptions).parseArgs(wanted.toArray(String[]::new));
            return ImportCommand.run(checkpoint, checkpointOptions, dataOption);
        }

        private static String ready(CatalogueModel model) {
            return "Ready. Start it with ./speakdraw run --bundle " + model.name();
        }

        private int pullCheckpoint() throws IOException, InterruptedException {
            refuseMirrors();
            return ImportCommand.run(name, checkpointOptions, dataOption);
        }

        private void refuseMirrors() {
            if (from != null || into != null) {
                throw new LaunchException(
                        Failure.USAGE,
                        "--from and --into are for models of the catalogue that come as they are; a mirror of Hugging"
                                + " Face is named by HF_ENDPOINT.");
            }
        }

        private Path folder(CatalogueModel model) {
            Path store = dataOption.directory().models();
            if (into == null) {
                return store.resolve(model.name());
            }
            if (model.part().isEmpty()) {
                throw new LaunchException(
                        Failure.BUNDLE, model.name() + " is a whole bundle; it cannot be put into another one.");
            }
            Path shipped = Installation.locateRoot().resolve("models");
            return BundleFolder.find(into, List.of(store, shipped)).path().resolve(model.part());
        }

        private static URI mirror(String place) {
            return place.matches("https?://.*")
                    ? URI.create(place)
                    : Path.of(place).toUri();
        }
    }

    /** Checks what was fetched or made. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Compares everything that was fetched, or made here, with its checksums; exit code 4 when a file"
                            + " is wrong.")
    static final class VerifyCommand implements Callable<Integer> {

        @Mixin
        private DataOption dataOption = new DataOption();

        @Override
        public Integer call() throws IOException {
            Terminal terminal = Terminal.ofProcess();
            Path store = dataOption.directory().models();
            int wrong = 0;
            for (Path folder : folders(store)) {
                terminal.step("Verifying " + folder.getFileName());
                Optional<String> fault = ModelStore.firstFault(folder).or(() -> missing(store, folder));
                terminal.say(folder.getFileName() + ": " + fault.orElse("whole"));
                wrong += fault.isPresent() ? 1 : 0;
            }
            return wrong == 0 ? 0 : Failure.BUNDLE.exitCode();
        }

        /** What was never fetched of a model that lies under its own name. */
        private static Optional<String> missing(Path store, Path folder) {
            return catalogue().models().stream()
                    .filter(model -> store.resolve(model.name()).equals(folder))
                    .map(model -> presence(model, folder))
                    .filter(presence -> !presence.complete())
                    .map(ModelStore.Presence::describe)
                    .findFirst();
        }

        private static ModelStore.Presence presence(CatalogueModel model, Path folder) {
            try {
                return ModelStore.presence(model, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<Path> folders(Path store) throws IOException {
            if (!Files.isDirectory(store)) {
                return List.of();
            }
            try (var files = Files.walk(store)) {
                return files.filter(Checksums::areIn).sorted().toList();
            }
        }
    }
}
