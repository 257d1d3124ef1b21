package io.carillon.campaign;

import io.carillon.access.ApiDescription;
import io.carillon.access.Idempotent;
import io.carillon.campaign.Campaigns.Taken;
import io.carillon.campaign.DefinitionReader.Syntax;
import io.carillon.database.Page;
import io.carillon.problem.EntityVersion;
import io.carillon.problem.FindingList;
import io.carillon.problem.GivenName;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.problem.StrictText;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code /api/campaigns}: drafts. What can be done with a run stands in the package that owns runs. */
@Path("/api/campaigns")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Campaigns", description = "What is sent to whom on which channels, and when")
public class CampaignResource {
    private final Campaigns campaigns;
    private final CampaignList list;
    private final CampaignViews views;
    private final Language language;

    public CampaignResource(Campaigns campaigns, CampaignList list, CampaignViews views, Language language) {
        this.campaigns = campaigns;
        this.list = list;
        this.views = views;
        this.language = language;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(summary = "Make a draft", description = "A definition as JSON, or as YAML as in workflows/.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = "application/yaml",
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "Mid-autumn", value = CampaignExamples.YAML)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "Mid-autumn", value = CampaignExamples.JSON))
            })
    @Idempotent
    @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
    @APIResponseSchema(value = CampaignView.class, responseCode = "201")
    public Response create(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte @Nullable [] body) {
        FindingList findings = new FindingList(language.locale());
        Taken taken = campaigns.create(StrictText.of(body, contentType), syntax(contentType), findings);
        CampaignView view = views.of(taken.campaign(), taken.read().findings());
        return tagged(Response.created(URI.create(view.links().self())), view);
    }

    @GET
    @Operation(summary = "List campaigns", description = "Newest first.")
    public Page<CampaignItem> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MOST) int limit) {
        if (state != null && !CampaignList.STATES.contains(state)) {
            FindingList findings = new FindingList(language.locale());
            findings.unknownValue("state", state, CampaignList.STATES);
            throw Problem.invalid(findings.all().get(0));
        }
        return list.list(state, cursor, limit);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a campaign", description = "The version stands in ETag as well.")
    @APIResponseSchema(CampaignView.class)
    @Transactional
    public Response read(@RestPath long id) {
        return tagged(Response.ok(), views.of(campaigns.found(id), null));
    }

    @PUT
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(
            summary = "Change a draft",
            description =
                    "If-Match must carry the version that was read, as ETag and version say it: If-Match: \"1\" for a draft that"
                            + " was just made.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = "application/yaml",
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "Mid-autumn", value = CampaignExamples.YAML)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "Mid-autumn", value = CampaignExamples.JSON))
            })
    @APIResponseSchema(CampaignView.class)
    @APIResponse(responseCode = "409", description = "not-a-draft: it was launched, or cancelled")
    @APIResponse(responseCode = "412", description = "version-changed")
    @APIResponse(responseCode = "428", description = "version-missing")
    public Response edit(
            @RestPath long id,
            @Parameter(description = "The version that was read", required = true, example = "\"1\"")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte @Nullable [] body) {
        FindingList findings = new FindingList(language.locale());
        int version = EntityVersion.required(ifMatch);
        Taken taken = campaigns.edit(id, version, StrictText.of(body, contentType), syntax(contentType), findings);
        return tagged(Response.ok(), views.of(taken.campaign(), taken.read().findings()));
    }

    @POST
    @Path("/{id}/copy")
    @Operation(summary = "Make a draft of a campaign", description = "The way to send something again.")
    @Idempotent
    @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
    @APIResponseSchema(value = CampaignView.class, responseCode = "201")
    public Response copy(
            @RestPath long id,
            @Parameter(description = "How the copy is called; left out: as the original", example = "中秋会员礼 第二波")
                    @QueryParam("name")
                    @Nullable
                    String given,
            @RequestBody(description = ApiDescription.BODY_UNREAD, required = false) byte @Nullable [] unread) {
        FindingList findings = new FindingList(language.locale());
        String name = given == null ? null : GivenName.read(given, "name", findings);
        if (!findings.isClean()) {
            throw Problem.invalid(findings.all().get(0));
        }
        CampaignView view = views.of(campaigns.copy(id, name), null);
        return tagged(Response.created(URI.create(view.links().self())), view);
    }

    private static Syntax syntax(@Nullable String contentType) {
        return contentType != null && contentType.contains("yaml") ? Syntax.YAML : Syntax.JSON;
    }

    private static Response tagged(Response.ResponseBuilder response, CampaignView view) {
        return response.tag(String.valueOf(view.version())).entity(view).build();
    }
}
