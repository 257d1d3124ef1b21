package io.carillon.response;

import io.carillon.database.DatabaseClock;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.delivery.claim.UnsubscribeToken;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The unsubscribe link of every mail. Only a POST opts out (RFC 8058), because scanners follow links; a GET shows a page with the
 * button that posts. Needs no token but its own: it carries our signature of the attempt, and a mail's of the mailbox too.
 */
@Path("/u/{token}")
@Tag(name = "Unsubscribe")
public class UnsubscribeResource {
    private static final String PAGE = MediaType.TEXT_HTML + ";charset=UTF-8";

    private final AttemptLinks links;
    private final PersonReports people;
    private final AttemptReceipts attempts;
    private final DatabaseClock clock;
    private final Language language;
    private final HttpHeaders headers;

    public UnsubscribeResource(
            AttemptLinks links,
            PersonReports people,
            AttemptReceipts attempts,
            DatabaseClock clock,
            Language language,
            @Context HttpHeaders headers) {
        this.links = links;
        this.people = people;
        this.attempts = attempts;
        this.clock = clock;
        this.language = language;
        this.headers = headers;
    }

    /** The page with the button. */
    @GET
    @Produces(PAGE)
    @Operation(summary = "The page with the unsubscribe button; changes nothing")
    public String page(
            @PathParam("token") String token,
            @Parameter(description = "Which mailbox the mail went to") @QueryParam(AttemptLinks.MAILBOX) @Nullable
                    String mailbox) {
        link(token, mailbox);
        return framed("<p>不再接收此类邮件？ Stop receiving mails of this kind?</p>"
                + "<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\">"
                + "<button type=\"submit\">退订 Unsubscribe</button></form>");
    }

    /** Opts the person out of this channel and purpose. Repeating it changes nothing. */
    @POST
    @Consumes(MediaType.WILDCARD)
    // Whatever a mail program would rather read: that it does not get that is no reason to send it away.
    @Produces({PAGE, MediaType.WILDCARD})
    @APIResponse(
            responseCode = "200",
            description = "Opted out",
            content = @Content(mediaType = PAGE, schema = @Schema(type = SchemaType.STRING)))
    @Transactional
    @Operation(summary = "Opts the person out of this channel and purpose (RFC 8058 one-click)")
    public Response optOut(
            @PathParam("token") String token,
            @Parameter(description = "Which mailbox the mail went to") @QueryParam(AttemptLinks.MAILBOX) @Nullable
                    String mailbox,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.WILDCARD,
                                            examples =
                                                    @ExampleObject(
                                                            name = "one click",
                                                            value = "List-Unsubscribe=One-Click")))
                    byte[] form) {
        UnsubscribeToken link = link(token, mailbox);
        Instant now = clock.now();
        attempts.apply(List.of(), Map.of(link.key(), now));
        if (!people.optOut(link, "one_click", "List-Unsubscribe=One-Click", now)) {
            throw unknown("link.lost");
        }
        return Response.ok(framed("<p>已退订。 You are unsubscribed.</p>"), PAGE).build();
    }

    private UnsubscribeToken link(String token, @Nullable String mailbox) {
        return links.readUnsubscribe(token, mailbox).orElseThrow(() -> unknown("link.unknown"));
    }

    /** A browser is shown a page, a program told a problem. */
    private RuntimeException unknown(String why) {
        String sentence = language.text(why);
        if (headers.getAcceptableMediaTypes().stream()
                .noneMatch(type -> type.getSubtype().equals("html"))) {
            return Problem.of(404, "unknown-link", "Unknown link", sentence);
        }
        return new WebApplicationException(Response.status(Response.Status.NOT_FOUND)
                .type(PAGE)
                .entity(framed(language.locale().getLanguage(), "<p>" + sentence + "</p>"))
                .build());
    }

    private static String framed(String body) {
        return framed("zh", body);
    }

    private static String framed(String language, String body) {
        return "<!doctype html><html lang=\"" + language
                + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta name=\"robots\" content=\"noindex\"><title>退订 Unsubscribe</title></head><body>" + body
                + "</body></html>";
    }
}
