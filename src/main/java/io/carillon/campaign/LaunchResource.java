package io.carillon.campaign;

import io.carillon.access.Actor;
import io.carillon.access.ApiDescription;
import io.carillon.access.IdempotentAnswers;
import io.carillon.problem.EntityVersion;
import io.carillon.problem.FindingList;
import io.carillon.problem.Language;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code /api/campaigns/{id}/launch}. */
@Path("/api/campaigns/{id}/launch")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Campaigns")
public class LaunchResource {
    private static final int ACCEPTED = 202;

    private final CampaignLaunch launch;
    private final CampaignViews views;
    private final IdempotentAnswers answers;
    private final Actor actor;
    private final Language language;

    public LaunchResource(
            CampaignLaunch launch, CampaignViews views, IdempotentAnswers answers, Actor actor, Language language) {
        this.launch = launch;
        this.views = views;
        this.answers = answers;
        this.actor = actor;
        this.language = language;
    }

    @POST
    @Operation(
            summary = "Launch a campaign",
            description =
                    "Checks it again, pins everything and answers at once; the run goes on by itself. A campaign is"
                            + " launched once: a second launch is a conflict, except under the same Idempotency-Key, which gets the"
                            + " same answer. Its findings are those of validate, but by a look at 200 people at most, so that a"
                            + " launch takes no longer for a million people than for a thousand: who lacks a value that a text"
                            + " needs is told of these, and that nobody can be reached where these are all. Where even that look"
                            + " takes too long it is left out.")
    @APIResponseSchema(value = LaunchView.class, responseCode = "202")
    @APIResponse(
            responseCode = "409",
            description = "launched-already, not-a-draft (it was cancelled), or idempotency-key-busy")
    @APIResponse(responseCode = "412", description = "version-changed")
    @APIResponse(responseCode = "422", description = "idempotency-key-reused")
    public Response launch(
            @RestPath long id,
            @Parameter(description = "Makes a repeat of this call safe; may be left out", example = "autumn-2026")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            @Parameter(description = "The version that was validated; may be left out")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @RequestBody(description = ApiDescription.BODY_UNREAD, required = false) byte @Nullable [] body) {
        FindingList findings = new FindingList(language.locale());
        Integer version = EntityVersion.optional(ifMatch);
        String path = "/api/campaigns/" + id + "/launch";
        return answers.answer(
                actor.name(), "POST", path, key, told(version, body), () -> answer(id, version, findings));
    }

    /** What the request is told by: another version or another body is another request. */
    private static String told(@Nullable Integer version, byte @Nullable [] body) {
        // byte for byte, whatever they are
        return version + (body == null ? "" : new String(body, StandardCharsets.ISO_8859_1));
    }

    private Response answer(long id, @Nullable Integer version, FindingList findings) {
        Campaign launched = launch.launch(id, version, findings);
        LaunchView view = new LaunchView(id, views.state(launched), findings.all(), views.links(launched));
        return Response.status(ACCEPTED).entity(view).build();
    }
}
