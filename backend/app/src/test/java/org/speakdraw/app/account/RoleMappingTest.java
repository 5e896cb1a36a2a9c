package org.speakdraw.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.Account.Role;

class RoleMappingTest {

    private static final RoleMapping MAPPING = new RoleMapping(
            List.of("roles", "realm_access.roles", "https://school.example/role", "email"),
            Set.of("teacher", "ada@school.example"),
            Set.of("root"));

    @Test
    void findsRolesInListsInsideOthersAndUnderNamesWithDots() {
        assertThat(MAPPING.rolesOf(Map.of("roles", List.of("root", "teacher"))))
                .containsExactlyInAnyOrder(Role.TEACHER, Role.ADMINISTRATOR);
        assertThat(MAPPING.rolesOf(Map.of("realm_access", Map.of("roles", List.of("teacher")))))
                .containsExactly(Role.TEACHER);
        assertThat(MAPPING.rolesOf(Map.of("https://school.example/role", "root")))
                .containsExactlyInAnyOrder(Role.STUDENT, Role.ADMINISTRATOR);
    }

    @Test
    void takesEverybodyElseForAStudent() {
        for (Object roles :
                new Object[] {"Teacher", List.of("teachers", 7), Map.of("teacher", true), 7, "teacher root"}) {
            assertThat(MAPPING.rolesOf(Map.of("roles", roles)))
                    .as(roles.toString())
                    .containsExactly(Role.STUDENT);
        }
        assertThat(MAPPING.rolesOf(Map.of("realm_access", "roles"))).containsExactly(Role.STUDENT);
    }

    @Test
    void believesOnlyAnEmailThatTheProviderHasVerified() {
        assertThat(MAPPING.rolesOf(Map.of("email", "ada@school.example"))).containsExactly(Role.STUDENT);
        assertThat(MAPPING.rolesOf(Map.of("email", "ada@school.example", "email_verified", "true")))
                .containsExactly(Role.STUDENT);
        assertThat(MAPPING.rolesOf(Map.of("email", "ada@school.example", "email_verified", true)))
                .containsExactly(Role.TEACHER);
    }
}
