package org.speakdraw.app.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.account.SignIn.Answer;
import org.speakdraw.app.account.SignIn.Begun;
import org.speakdraw.app.account.SignIn.Person;
import org.speakdraw.app.participant.Account;
import org.speakdraw.app.participant.Account.Role;
import org.speakdraw.app.participant.AccountCredentials;
import org.speakdraw.app.participant.AccountCredentials.Issued;
import org.speakdraw.app.participant.TeacherRule;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.ErrorCode;

/** Signing in and out, where that is possible: {@code /api/account}. */
@Path("/account")
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {

    private static final String HOW = "oidc";

    @Inject
    SignIn signIn;

    @Inject
    TeacherRule teachers;

    @Inject
    HttpServletRequest request;

    /**
     * Whether and as whom somebody has signed in.
     *
     * @param available       whether people can sign in here
     * @param teachersSignIn  whether whoever opens a classroom must
     * @param account         null for somebody who has not signed in
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record AccountView(boolean available, boolean teachersSignIn, Optional<AccountShown> account) {}

    /** An account. */
    public record AccountShown(String name, List<Role> roles, Instant until) {

        static AccountShown of(Account account) {
            return new AccountShown(
                    account.name(), account.roles().stream().sorted().toList(), account.until());
        }
    }

    /**
     * How signing out goes on.
     *
     * @param next page of the school on which one signs out there, too; null without any
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record SignedOut(Optional<URI> next) {}

    @GET
    @APIResponseSchema(value = AccountView.class, responseCode = "200", responseDescription = "The caller's account")
    public Response show() {
        AccountView view = new AccountView(
                signIn.available(),
                teachers.signIn(),
                AccountCredentials.account(request).map(AccountShown::of));
        return Response.ok(view).header("Cache-Control", "no-store").build();
    }

    /**
     * Sends the browser to the school's sign-in; first, if it is at another name of this server, to the one to which that
     * sends it back, since only there it has its cookies then.
     *
     * @param moved whether that was done: behind a proxy this server may be called otherwise than browsers call it
     */
    @GET
    @Path("/sign-in")
    @APIResponse(responseCode = "303", description = "On to the school's page")
    public Response begin(
            @QueryParam("back") @DefaultValue("/") String back,
            @QueryParam("moved") @DefaultValue("false") boolean moved) {
        SignInAttempt.requirePage(back);
        if (!moved && !signIn.isAt(request.getHeader("Host"))) {
            return onward(Response.seeOther(signIn.beginning(back)));
        }
        try {
            Begun begun = signIn.begin(back, request.getRemoteAddr());
            return onward(Response.seeOther(begun.provider())
                    .cookie(AttemptCredentials.SIGN_IN.cookie(begun.attempt(), request)));
        } catch (RequestException e) {
            return onward(Response.seeOther(signIn.page(SignInAttempt.withProblem(back, e.code()))));
        }
    }

    private static Response onward(Response.ResponseBuilder response) {
        return response.header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /** Takes the browser back; what went wrong is told to the page as the code of the error, in {@code ?sign-in=}. */
    @GET
    @Path("/callback")
    @APIResponse(responseCode = "303", description = "Back to a page of this server")
    public Response finish(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("iss") @Nullable String issuer,
            @QueryParam("error") @Nullable String error) {
        Optional<SignInAttempt> attempt = AttemptCredentials.SIGN_IN.shown(request);
        String back = attempt.map(SignInAttempt::back).orElse("/");
        Answer answer = new Answer(
                Optional.ofNullable(state),
                Optional.ofNullable(code),
                Optional.ofNullable(issuer),
                Optional.ofNullable(error));
        URI page = signIn.page(back);
        Response.ResponseBuilder response;
        try {
            Person person = signIn.finish(attempt, answer, request.getRemoteAddr());
            Issued issued = AccountCredentials.issue(
                    request, person.issuer(), person.subject(), person.name(), person.roles(), person.length());
            AuditLog.done(Optional.of(issued.account().participant()), Action.OPENED, Subject.ACCOUNT, HOW);
            response = Response.seeOther(page).cookie(issued.cookie());
        } catch (RequestException e) {
            note(e.code());
            response = Response.seeOther(signIn.page(SignInAttempt.withProblem(back, e.code())));
        }
        return onward(response.cookie(AttemptCredentials.SIGN_IN.forgotten(request)));
    }

    /** Those that come after the last one are not written down: they would fill the log. */
    private void note(ErrorCode refusal) {
        if (refusal != ApiError.TOO_MANY_REQUESTS) {
            AuditLog.refused(Optional.empty(), Subject.ACCOUNT, refusal, request.getRemoteAddr());
        }
    }

    @POST
    @Path("/sign-out")
    @Consumes(MediaType.WILDCARD)
    @APIResponseSchema(value = SignedOut.class, responseCode = "200", responseDescription = "Signed out here")
    public Response end() {
        Optional<Account> account = AccountCredentials.end(request);
        account.ifPresent(known -> AuditLog.done(Optional.of(known.participant()), Action.ENDED, Subject.ACCOUNT, HOW));
        return Response.ok(new SignedOut(account.flatMap(known -> signIn.signOut())))
                .cookie(AccountCredentials.forgotten(request))
                .header("Cache-Control", "no-store")
                .build();
    }
}
