package org.speakdraw.app.account;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.participant.Account.Role;

/**
 * What of an account tells the roles. Whoever is no teacher is a student.
 *
 * @param claims         names of claims whose values, one text or many, count; those inside others are written with dots, such
 *                       as {@code realm_access.roles}
 * @param teachers       values that make somebody a teacher
 * @param administrators values that make somebody an administrator
 */
record RoleMapping(List<String> claims, Set<String> teachers, Set<String> administrators) {

    /** Its values count only where the provider says that it has verified them. */
    private static final String EMAIL = "email";

    RoleMapping {
        claims = List.copyOf(claims);
        teachers = Set.copyOf(teachers);
        administrators = Set.copyOf(administrators);
    }

    /** The roles of the account with those claims. */
    Set<Role> rolesOf(Map<String, @Nullable Object> account) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        claims.stream()
                .filter(claim -> !claim.equals(EMAIL) || Boolean.TRUE.equals(account.get("email_verified")))
                .flatMap(claim -> texts(find(account, claim)))
                .forEach(value -> {
                    if (teachers.contains(value)) {
                        roles.add(Role.TEACHER);
                    }
                    if (administrators.contains(value)) {
                        roles.add(Role.ADMINISTRATOR);
                    }
                });
        if (!roles.contains(Role.TEACHER)) {
            roles.add(Role.STUDENT);
        }
        return roles;
    }

    /** Names of claims may themselves have dots: those of some providers are addresses. */
    private static @Nullable Object find(Map<String, @Nullable Object> account, String claim) {
        if (account.containsKey(claim)) {
            return account.get(claim);
        }
        Object found = account;
        for (String step : Arrays.asList(claim.split("\\.", -1))) {
            found = found instanceof Map<?, ?> inside ? inside.get(step) : null;
        }
        return found;
    }

    private static Stream<String> texts(@Nullable Object value) {
        if (value instanceof Collection<?> many) {
            return many.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return value instanceof String text ? Stream.of(text) : Stream.empty();
    }
}
