package org.speakdraw.app.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.settings.SignInAbility;

/** Says whether people can sign in: to {@code /health}, and to {@code /api/settings}. */
@Singleton
public class SignInCheck implements HealthCheck {

    private final SignIn signIn;

    @Inject
    public SignInCheck(SignIn signIn) {
        this.signIn = signIn;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event, SignInAbility ability) {
        ability.report(signIn.available());
    }

    @Override
    public Health health() {
        Optional<String> failure = signIn.failure();
        String detail = signIn.available()
                ? failure.map(why -> "The school's sign-in did not answer: " + why)
                        .orElse("People can sign in.")
                : "Nobody signs in on this server.";
        return new Health("sign-in", failure.isEmpty(), false, detail);
    }
}
