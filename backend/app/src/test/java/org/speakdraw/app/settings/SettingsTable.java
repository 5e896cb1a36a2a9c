package org.speakdraw.app.settings;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.speakdraw.app.settings.Parameter.Group;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.RecommendedSettings;
import org.speakdraw.inference.diffusion.TimestepSelection;

/** The parameters as a page of the documentation. */
final class SettingsTable {

    private static final String INTRODUCTION = """
            # Settings of a stream

            Made from the declarations in `Parameters.java` by the test `MadeFromParametersTest`; edit those, not this page.
            A session is opened with any of them, and each can change while it runs. `GET /api/settings` has what one server
            offers as JSON Schema: its bundle may allow fewer sizes and its configuration a lower frame rate. How prompts are
            written is in [protocol.md](protocol.md#prompts).
            """;

    /** Those whose default is the bundle's, whatever a bundle recommends. */
    private static final List<String> OF_THE_BUNDLE = StreamSchema.narrowing(
                    new RecommendedSettings(512, 512, List.of(0), 1, CfgType.NONE, ""), TimestepSelection.LINEAR, 64)
            .stream()
            .map(Parameter::id)
            .toList();

    private SettingsTable() {}

    static String markdown(List<Parameter<?>> parameters) {
        return Stream.of(Group.values())
                .map(group -> section(
                        group,
                        parameters.stream()
                                .filter(each -> each.group() == group)
                                .toList()))
                .collect(Collectors.joining("\n", INTRODUCTION + "\n", ""));
    }

    private static String section(Group group, List<Parameter<?>> parameters) {
        String title = group.id().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + group.id().substring(1);
        return parameters.stream()
                .map(SettingsTable::row)
                .collect(Collectors.joining(
                        "",
                        "## " + title + "\n\n| name | on the page | values | default | what it does |\n"
                                + "| --- | --- | --- | --- | --- |\n",
                        ""));
    }

    private static <T> String row(Parameter<T> parameter) {
        String initial =
                parameter.initial() instanceof Double number ? plain(number) : parameter.idOf(parameter.initial());
        return Stream.of(
                        "`" + parameter.id() + "`",
                        parameter.title(),
                        values(parameter.domain()),
                        OF_THE_BUNDLE.contains(parameter.id())
                                ? "the bundle's"
                                : initial.isEmpty() ? "empty" : "`" + initial + "`",
                        parameter.description())
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String values(Domain<?> domain) {
        if (domain instanceof Domain.Text text) {
            return "text, up to " + text.maxLength() + " characters";
        }
        if (domain instanceof Domain.Real real) {
            return "number, " + plain(real.min()) + " to " + plain(real.max());
        }
        if (domain instanceof Domain.Whole whole) {
            String steps = whole.step() == 1 ? "" : " in steps of " + whole.step();
            return "whole number, " + whole.min() + " to " + whole.max() + steps;
        }
        if (domain instanceof Domain.Seed) {
            return "whole number, 0 to 4294967295";
        }
        if (domain instanceof Domain.Choice<?> choice) {
            return choice.values().keySet().stream().collect(Collectors.joining("`, `", "`", "`"));
        }
        if (domain instanceof Domain.Flag) {
            return "`true`, `false`";
        }
        throw new IllegalArgumentException("a domain that nobody described: " + domain);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
