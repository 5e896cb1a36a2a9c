package org.speakdraw.app.account;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.Account.Role;

/**
 * What a learning platform says when it sends somebody here (LTI 1.3). Its token has been checked, but what is in it is read
 * as carefully as anything else.
 *
 * @param deployment where the platform has put this server
 * @param message    what it wants
 * @param roles      of who is sent, in the course
 * @param lesson     classroom that the link leads to
 * @param course     title of the course; empty when it has none
 * @param choice     where the choice of a lesson goes
 * @param roster     where the list of names of the course is
 */
record Launch(
        String deployment,
        Message message,
        Set<Role> roles,
        Optional<UUID> lesson,
        String course,
        Optional<Choice> choice,
        Optional<URI> roster) {

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";
    private static final String NAMES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    private static final String INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";
    /** Of a link: the lesson's id. */
    static final String LESSON = "lesson";

    private static final String VERSION = "1.3.0";
    private static final int MAX_ADDRESS = 2_000;
    private static final int MAX_DATA = 8_000;

    /** What a platform may want. */
    enum Message {
        RESOURCE_LINK,
        DEEP_LINKING
    }

    /**
     * Where the choice of a lesson goes.
     *
     * @param data that the platform wants back; empty for none
     */
    record Choice(URI address, String data) {}

    /** @throws IllegalArgumentException for what is no launch */
    static Launch of(JWTClaimsSet claims) {
        if (!VERSION.equals(claims.getClaim(LTI + "version"))) {
            throw new IllegalArgumentException("the launch is not of LTI " + VERSION);
        }
        Message message = switch (text(claims.getClaim(LTI + "message_type"))) {
            case "LtiResourceLinkRequest" -> Message.RESOURCE_LINK;
            case "LtiDeepLinkingRequest" -> Message.DEEP_LINKING;
            default -> throw new IllegalArgumentException("the launch is of an unknown kind");
        };
        Map<?, ?> settings = map(claims.getClaim(DEEP_LINKING));
        return new Launch(
                text(claims.getClaim(LTI + "deployment_id")),
                message,
                rolesOf(claims.getClaim(LTI + "roles")),
                lesson(map(claims.getClaim(LTI + "custom")).get(LESSON)),
                text(map(claims.getClaim(LTI + "context")).get("title")),
                address(settings.get("deep_link_return_url")).map(back -> new Choice(back, data(settings.get("data")))),
                address(map(claims.getClaim(NAMES)).get("context_memberships_url")));
    }

    private static Set<Role> rolesOf(@Nullable Object roles) {
        boolean teaches = roles instanceof Collection<?> all
                && all.stream().anyMatch(role -> INSTRUCTOR.equals(role) || "Instructor".equals(role));
        return EnumSet.of(teaches ? Role.TEACHER : Role.STUDENT);
    }

    private static Optional<UUID> lesson(@Nullable Object id) {
        try {
            return id instanceof String text ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> address(@Nullable Object value) {
        try {
            return value instanceof String text && text.length() <= MAX_ADDRESS
                    ? Optional.of(URI.create(text))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String data(@Nullable Object value) {
        String data = text(value);
        if (data.length() > MAX_DATA) {
            throw new IllegalArgumentException("the launch has too much data");
        }
        return data;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The names of those in a page of a course's list who learn there. */
    static List<String> learners(Map<?, ?> page) {
        return page.get("members") instanceof Collection<?> members
                ? members.stream()
                        .map(Launch::map)
                        .filter(member -> !"Inactive".equals(member.get("status")))
                        .filter(member -> rolesOf(member.get("roles")).contains(Role.STUDENT))
                        .map(member -> text(member.get("name")))
                        .toList()
                : List.of();
    }
}
