package org.speakdraw.launcher.models;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * A model on Hugging Face, as people write it: {@code hf:OWNER/NAME}, {@code hf:OWNER/NAME/FILE.safetensors} or {@code
 * hf:OWNER/NAME/FOLDER}, each with {@code @REVISION} behind the name where a certain one is meant.
 *
 * @param file   one file of it, where that is meant
 * @param within one folder of it, where that is meant
 */
record HubAddress(String owner, String name, String revision, Optional<String> file, Optional<String> within) {

    private static final String PREFIX = "hf:";
    private static final Pattern FORM = Pattern.compile("hf:([A-Za-z0-9][\\w.-]{0,95})/([A-Za-z0-9][\\w.-]{0,95})"
            + "(?:@([A-Za-z0-9][\\w.-]{0,95}))?(?:/([\\w./ -]{1,200}[\\w-]))?");
    private static final Pattern WEIGHTS = Pattern.compile(".*\\.(safetensors|bin|ckpt|pt|pth)");

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Whether {@code text} means a model on Hugging Face. */
    static boolean isMeantBy(String text) {
        return text.startsWith(PREFIX);
    }

    /** @throws LaunchException with one line, if it is none */
    static HubAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new LaunchException(
                    Failure.USAGE,
                    text
                            + " is no model on Hugging Face; it is hf:OWNER/NAME, hf:OWNER/NAME/FILE.safetensors or"
                            + " hf:OWNER/NAME/FOLDER.");
        }
        Optional<String> path = Optional.ofNullable(matcher.group(4));
        path.ifPresent(CatalogueFile::requireInside);
        Optional<String> file = path.filter(inside -> WEIGHTS.matcher(inside).matches());
        String revision = matcher.group(3) == null ? "main" : matcher.group(3);
        return new HubAddress(
                matcher.group(1), matcher.group(2), revision, file, path.filter(inside -> file.isEmpty()));
    }

    /** Whether what lies there cannot change. */
    boolean namesCommit() {
        return COMMIT.matcher(revision).matches();
    }

    /** The same at a commit. */
    HubAddress at(String commit) {
        return new HubAddress(owner, name, commit, file, within);
    }

    /** As {@link #parse} takes it, with its revision. */
    String exact() {
        String inside = file.or(() -> within).map(path -> "/" + path).orElse("");
        return PREFIX + owner + "/" + name + "@" + revision + inside;
    }

    /** Name of a folder that no other model has. */
    String folder() {
        return owner + "--" + name;
    }

    @Override
    public String toString() {
        return PREFIX + owner + "/" + name;
    }
}
