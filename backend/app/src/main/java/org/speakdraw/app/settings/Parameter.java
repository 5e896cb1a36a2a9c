package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;
import java.util.Optional;

/**
 * The declaration of one adjustable value of a stream. How it is read and written, its JSON Schema with the hints that
 * the ecosystem's front ends know ({@code field}, {@code id}, {@code hide}, {@code min}, {@code max}, {@code step}),
 * the documentation and the page's types all come from it. Immutable; what a bundle or a server narrows is a copy.
 *
 * @param id          its name on the wire
 * @param group       the heading it stands under
 * @param title       a few words for people
 * @param description one or two sentences for people
 * @param advanced    whether it is out of sight until somebody asks for more
 * @param domain      the values it takes
 * @param initial     the value in force when nobody chose one
 */
@RecordBuilder
public record Parameter<T>(
        String id, Group group, String title, String description, boolean advanced, Domain<T> domain, T initial)
        implements ParameterBuilder.With<T> {

    /** What parameters are about, in the order they are shown. */
    public enum Group {
        PROMPT,
        PICTURE,
        DENOISING,
        MOVEMENT,
        GUIDANCE,
        PERSON,
        FILTER,
        OUTPUT;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if the domain does not have the initial value */
    public Parameter {
        domain.read(domain.write(initial));
    }

    /** A value as it is written on the wire. */
    String idOf(T value) {
        return domain.write(value).asText();
    }

    /** The value nearest to what {@code json} may mean, as JSON; empty where it means nothing. */
    Optional<JsonNode> nearest(JsonNode json) {
        return domain.nearest(json).map(domain::write);
    }

    /** The value that {@code settings} have for it, as JSON. */
    JsonNode in(StreamSettings settings) {
        return domain.write(settings.get(this));
    }

    /** The schema property. */
    ObjectNode schema() {
        ObjectNode property = JsonNodeFactory.instance.objectNode();
        property.put("id", id).put("title", title).put("description", description);
        property.put("group", group.id()).put("hide", advanced);
        domain.describe(property);
        return property.set("default", domain.write(initial));
    }
}
