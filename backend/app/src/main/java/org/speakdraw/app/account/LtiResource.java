package org.speakdraw.app.account;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.account.Launch.Message;
import org.speakdraw.app.account.LinkedLessons.Lesson;
import org.speakdraw.app.account.LtiLaunches.Begun;
import org.speakdraw.app.account.LtiLaunches.Choice;
import org.speakdraw.app.account.LtiLaunches.Initiation;
import org.speakdraw.app.account.LtiLaunches.Launched;
import org.speakdraw.app.participant.Account;
import org.speakdraw.app.participant.Account.Role;
import org.speakdraw.app.participant.AccountCredentials;
import org.speakdraw.app.participant.AccountCredentials.Issued;
import org.speakdraw.app.participant.NameRequest;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Action;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.RequestException;

/** Launches by learning platforms: {@code /api/lti}. The pages of the platforms may send their forms here. */
@Path("/lti")
public class LtiResource {

    private static final String HOW = "lti";
    /** So that no platform's account is one of the school's own sign-in, whose issuers are addresses. */
    private static final String OF_PLATFORMS = "lti ";

    @Inject
    LtiLaunches launches;

    @Inject
    LinkedLessons lessons;

    @Inject
    HttpServletRequest request;

    /** The key that platforms check this server's messages with. */
    @GET
    @Path("/keys")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "200",
            description = "A JSON Web Key Set",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public Response keys() {
        return Response.ok(launches.keys()).build();
    }

    /** Sends the browser to the platform, which knows who it is. */
    @GET
    @Path("/login")
    @APIResponse(responseCode = "303", description = "Back to the platform")
    public Response begin(
            @QueryParam("iss") @Nullable String issuer,
            @QueryParam("client_id") @Nullable String client,
            @QueryParam("login_hint") @Nullable String loginHint,
            @QueryParam("lti_message_hint") @Nullable String messageHint) {
        Begun begun = launches.begin(
                new Initiation(
                        Optional.ofNullable(issuer),
                        Optional.ofNullable(client),
                        Optional.ofNullable(loginHint),
                        Optional.ofNullable(messageHint)),
                request.getRemoteAddr());
        return Response.seeOther(begun.platform())
                .cookie(AttemptCredentials.LAUNCH.cookie(begun.attempt(), request))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** The same by a form. */
    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @APIResponse(responseCode = "303", description = "Back to the platform")
    public Response beginByForm(
            @FormParam("iss") @Nullable String issuer,
            @FormParam("client_id") @Nullable String client,
            @FormParam("login_hint") @Nullable String loginHint,
            @FormParam("lti_message_hint") @Nullable String messageHint) {
        return begin(issuer, client, loginHint, messageHint);
    }

    /** Lets somebody in whom the platform sends; a teacher who chooses a lesson for a course goes back with it. */
    @POST
    @Path("/launch")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @APIResponse(responseCode = "303", description = "On to a page of this server")
    public Response launch(
            @FormParam("state") @Nullable String state,
            @FormParam("id_token") @Nullable String token,
            @Context HttpServletResponse response) {
        URI home = launches.page("/");
        Response.ResponseBuilder answer;
        try {
            Launched launched = launches.finish(
                    AttemptCredentials.LAUNCH.shown(request),
                    Optional.ofNullable(state),
                    Optional.ofNullable(token),
                    request.getRemoteAddr());
            answer = admit(launched, response);
        } catch (RequestException e) {
            // Those that come after the last one are not written down: they would fill the log.
            if (e.code() != ApiError.TOO_MANY_REQUESTS) {
                AuditLog.refused(Optional.empty(), Subject.ACCOUNT, e.code(), request.getRemoteAddr());
            }
            answer = Response.seeOther(home.resolve(SignInAttempt.withProblem("/", e.code())));
        }
        return answer.cookie(AttemptCredentials.LAUNCH.forgotten(request))
                .header("Cache-Control", "no-store")
                .build();
    }

    private Response.ResponseBuilder admit(Launched launched, HttpServletResponse response) {
        Launch launch = launched.launch();
        if (launch.message() == Message.DEEP_LINKING && !launch.roles().contains(Role.TEACHER)) {
            throw new RequestException(ApiError.ROLE_MISSING, "Only teachers choose lessons.");
        }
        if (launch.message() == Message.DEEP_LINKING) {
            launches.requireChoice(launched);
        }
        Issued issued = AccountCredentials.issue(
                request,
                OF_PLATFORMS + launched.platform().issuer(),
                launched.subject(),
                launched.name(),
                launch.roles(),
                launched.length());
        Account account = issued.account();
        AuditLog.done(Optional.of(account.participant()), Action.OPENED, Subject.ACCOUNT, HOW);
        Response.ResponseBuilder answer =
                account.is(Role.TEACHER) ? teach(launched, account.participant(), response) : study(launch);
        return answer.cookie(issued.cookie());
    }

    private Response.ResponseBuilder teach(Launched launched, UUID teacher, HttpServletResponse response) {
        if (launched.launch().message() == Message.DEEP_LINKING) {
            Lesson lesson = lessons.taughtBy(teacher, nameOf(launched.launch()));
            launches.offerNames(launched, teacher, lesson, lessons);
            return takeBack(launches.choice(launched, lesson), response);
        }
        launched.launch()
                .lesson()
                .flatMap(lessons::find)
                .ifPresent(lesson -> launches.offerNames(launched, teacher, lesson, lessons));
        return Response.seeOther(launches.page("/teacher.html"));
    }

    private Response.ResponseBuilder study(Launch launch) {
        Optional<Lesson> lesson = launch.lesson().flatMap(lessons::find);
        if (launch.lesson().isPresent() && lesson.isEmpty()) {
            throw new RequestException(ApiError.CLASSROOM_UNKNOWN, "The lesson of this link is over.");
        }
        String code = lesson.map(found -> "#" + found.joinCode()).orElse("");
        return Response.seeOther(launches.page("/join.html" + code));
    }

    private static String nameOf(Launch launch) {
        String title = SignIn.shortened(launch.course());
        return title.isEmpty() ? "SpeakDraw" : NameRequest.check(title);
    }

    /** A page that sends itself: the platform wants a form from the teacher's browser. */
    private static Response.ResponseBuilder takeBack(Choice choice, HttpServletResponse response) {
        URI address = choice.address();
        // In place of the header that every page has, by which no form leaves this server.
        response.setHeader("Content-Security-Policy", LaunchForm.policy(address));
        return Response.ok(LaunchForm.of(address, choice.token()), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"));
    }
}
