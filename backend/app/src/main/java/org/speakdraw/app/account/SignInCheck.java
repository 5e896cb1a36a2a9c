package org.speakdraw.app.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.speakdraw.app.participant.TeacherRule;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.settings.SignInAbility;

/** Says whether people can sign in: to {@code /health}, and to {@code /api/settings}. */
@Singleton
public class SignInCheck implements HealthCheck {

    private final SignIn signIn;
    private final LtiLaunches launches;

    @Inject
    public SignInCheck(SignIn signIn, LtiLaunches launches) {
        this.signIn = signIn;
        this.launches = launches;
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, SignInAbility ability, TeacherRule teachers) {
        boolean available = signIn.available() || launches.available();
        ability.report(available);
        if (teachers.signIn() && !available) {
            throw new IllegalArgumentException("speakdraw.classroom.teachers-sign-in is true, but without"
                    + " speakdraw.oidc.issuer or speakdraw.lti.platforms-file nobody can");
        }
    }

    @Override
    public Health health() {
        Optional<String> failure = signIn.failure();
        String detail = signIn.available()
                ? failure.map(why -> "The school's sign-in did not answer: " + why)
                        .orElse("People can sign in.")
                : launches.available() ? "Learning platforms send people here." : "Nobody signs in on this server.";
        return new Health("sign-in", failure.isEmpty(), false, detail);
    }
}
