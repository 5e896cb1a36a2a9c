package org.speakdraw.app.settings;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters as TypeScript types. */
final class StreamSettingsTypes {

    private static final Set<Parameter<?>> OFFERED_BY_SOME = Set.of(
            Parameters.MATTE_RATIO,
            Parameters.IP_ADAPTER_SCALE,
            Parameters.CONTROL_STRENGTH,
            Parameters.CONTROL_START,
            Parameters.CONTROL_END,
            Parameters.LORA_SCALE);

    private StreamSettingsTypes() {}

    static String typescript(List<Parameter<?>> parameters) {
        return parameters.stream().map(StreamSettingsTypes::property).collect(Collectors.joining("", """
            // Made from the server's declarations (backend/app, Parameters.java) by its test
            // MadeFromParametersTest, which also fails when this file is out of date. Edit those instead.

            /** The settings of a stream by their names on the wire. */
            export interface StreamSettings {
            """, """
            }

            /** The name of a setting. */
            export type SettingName = keyof StreamSettings;
            """));
    }

    private static String property(Parameter<?> parameter) {
        // What not every server offers may be missing.
        String optional = OFFERED_BY_SOME.contains(parameter) ? "?" : "";
        return "  /** " + parameter.description() + " */\n  readonly " + parameter.id() + optional + ": "
                + type(parameter.domain()) + ";\n";
    }

    private static String type(Domain<?> domain) {
        if (domain instanceof Domain.Choice<?> choice) {
            return choice.values().keySet().stream().map(id -> "'" + id + "'").collect(Collectors.joining(" | "));
        }
        if (domain instanceof Domain.Flag) {
            return "boolean";
        }
        return domain instanceof Domain.Text ? "string" : "number";
    }
}
