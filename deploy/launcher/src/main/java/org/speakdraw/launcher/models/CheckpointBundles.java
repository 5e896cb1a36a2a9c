package org.speakdraw.launcher.models;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.CheckpointImport;
import org.speakdraw.checkpoint.ImportOptions;
import org.speakdraw.checkpoint.ImportProgress;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.Folders;

/**
 * Makes bundles of checkpoints. What comes from Hugging Face waits in {@code .fetched} until it has become a bundle, so
 * that a broken download goes on where it stopped.
 *
 * @param store    folder of all bundles
 * @param hub      Hugging Face, or a mirror
 * @param download how files come
 * @param report   told, in words, what is being done
 */
record CheckpointBundles(Path store, URI hub, Download download, Report report) {

    private static final String FETCHED = ".fetched";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Where words for the user go. */
    interface Report {

        /** Something that stays. */
        void say(String line);

        /** Something that the next one replaces. */
        void step(String line);
    }

    /**
     * A checkpoint, or what is added to one, on this machine.
     *
     * @param address where it comes from, which cannot mean anything else tomorrow; empty: it was here
     */
    private record Source(
            Path path, String title, String licence, Optional<HubAddress> address, Optional<Path> fetched) {}

    /** So that a bundle has its checksums before it has its name. */
    private record Making(String name, Report report) implements ImportProgress {

        @Override
        public void report(String network, long bytes, long total) {
            report.step("Making " + name + ": " + network + ", " + megabytes(bytes) + " of " + megabytes(total));
        }

        @Override
        public void whole(Path draft) throws IOException {
            report.step("Noting what " + name + " is");
            Checksums.of(draft).putAll(ShippedFile.ABOUT);
        }
    }

    /**
     * Makes one.
     *
     * @param source a folder, a file or {@code hf:OWNER/NAME}
     * @return the bundle's name
     */
    String make(String source, CheckpointOptions options) throws IOException, InterruptedException {
        String name = options.name().orElseGet(() -> nameOf(source));
        if (!NAME.matcher(name).matches()) {
            throw new LaunchException(
                    Failure.USAGE,
                    "A bundle cannot be called " + name + "; choose letters, digits, . _ - with --name.");
        }
        Path target = store.resolve(name);
        if (Files.exists(target)) {
            throw new LaunchException(
                    Failure.USAGE,
                    "There is already a bundle " + target + "; remove it, or choose another name with --name.");
        }
        Files.createDirectories(store);
        try {
            options.require();
            List<Source> sources = new ArrayList<>();
            Source checkpoint = locate(source, options.half(), sources);
            ImportOptions wanted = wanted(checkpoint, options, sources);
            CheckpointImport.run(checkpoint.path(), target, wanted, new Making(name, report));
            if (!options.keep()) {
                for (Source fetched : sources) {
                    if (fetched.fetched().isPresent()) {
                        Folders.delete(fetched.fetched().get());
                    }
                }
            }
            return name;
        } catch (CheckpointException e) {
            throw new LaunchException(Failure.BUNDLE, String.valueOf(e.getMessage()), e);
        }
    }

    private ImportOptions wanted(Source checkpoint, CheckpointOptions options, List<Source> sources)
            throws IOException, InterruptedException {
        List<Loras.Choice> loras = new ArrayList<>();
        for (CheckpointOptions.LoraChoice lora : options.loras()) {
            loras.add(new Loras.Choice(
                    locate(lora.file(), options.half(), sources).path(), lora.scale(), lora.live()));
        }
        Optional<Source> unet = options.unet().isPresent()
                ? Optional.of(locate(options.unet().get(), options.half(), sources))
                : Optional.empty();
        String licence = checkpoint.licence()
                + unet.map(Source::licence)
                        .filter(own -> !own.isEmpty())
                        .map(own -> "; UNet: " + own)
                        .orElse("");
        Optional<Path> control = path(options.control(), options.half(), sources);
        Optional<Path> finder = options.controlPreprocessor();
        return ImportOptions.USUAL
                .withNames(checkpoint.title(), licence)
                .withHalf(options.half())
                .withPrediction(options.prediction())
                .withLoras(loras)
                .withUnet(unet.map(Source::path))
                .withControl(control.map(net -> new ImportOptions.ControlChoice(net, options.controlHint(), finder)))
                .withImage(image(options, sources))
                .withVae(path(options.vae(), options.half(), sources))
                .withTokenizer(options.tokenizer())
                .withSources(sources.stream()
                        .flatMap(source -> source.address().stream())
                        .map(HubAddress::exact)
                        .toList());
    }

    private Optional<ImportOptions.ImageChoice> image(CheckpointOptions options, List<Source> sources)
            throws IOException, InterruptedException {
        Optional<Path> adapter = path(options.ipAdapter(), options.half(), sources);
        Optional<Path> encoder = path(options.imageEncoder(), options.half(), sources);
        return adapter.flatMap(file -> encoder.map(folder -> new ImportOptions.ImageChoice(file, folder)));
    }

    private Optional<Path> path(Optional<String> text, boolean half, List<Source> sources)
            throws IOException, InterruptedException {
        return text.isPresent() ? Optional.of(locate(text.get(), half, sources).path()) : Optional.empty();
    }

    private Source locate(String text, boolean half, List<Source> sources) throws IOException, InterruptedException {
        Source source = HubAddress.isMeantBy(text) ? fetch(HubAddress.parse(text), half) : local(text);
        sources.add(source);
        return source;
    }

    private static Source local(String text) {
        Path path = Path.of(text);
        if (!Files.exists(path)) {
            throw new LaunchException(Failure.USAGE, "There is no " + path.toAbsolutePath() + ".");
        }
        return new Source(path, "", "", Optional.empty(), Optional.empty());
    }

    private Source fetch(HubAddress address, boolean half) throws IOException, InterruptedException {
        HubModel.Found found = new HubModel(hub).find(address, half);
        CatalogueModel model = found.model();
        report.say(model.title() + ": " + megabytes(model.bytes()) + ". Licence: " + model.licence() + " (" + hub + "/"
                + address.owner() + "/" + address.name() + ")");
        Path folder = store.resolve(FETCHED).resolve(model.name());
        new ModelStore(download, new HubModel(hub))
                .pull(
                        model,
                        folder,
                        Optional.empty(),
                        (path, bytes, total) ->
                                report.step(path + ": " + megabytes(bytes) + " of about " + megabytes(total)));
        boolean single = model.files().size() == 1;
        Path path = single
                ? folder.resolve(model.files().get(0).path())
                : address.within().map(folder::resolve).orElse(folder);
        return new Source(
                path,
                address.owner() + "/" + address.name(),
                model.licence(),
                Optional.of(found.address()),
                Optional.of(folder));
    }

    private static String nameOf(String source) {
        String last = HubAddress.isMeantBy(source)
                ? HubAddress.parse(source)
                        .file()
                        .or(() -> HubAddress.parse(source).within())
                        .orElse(HubAddress.parse(source).name())
                : Path.of(source).toAbsolutePath().normalize().getFileName().toString();
        String stem = last.substring(last.lastIndexOf('/') + 1).replaceAll("\\.(safetensors|bin|ckpt|pt|pth)$", "");
        return stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[._-]+", "");
    }

    private static String megabytes(long bytes) {
        return ((bytes + (1 << 19)) >> 20) + " MB";
    }
}
