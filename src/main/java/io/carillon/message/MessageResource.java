package io.carillon.message;

import io.carillon.access.Actor;
import io.carillon.access.ApiDescription;
import io.carillon.access.Audit;
import io.carillon.access.Idempotent;
import io.carillon.database.Page;
import io.carillon.problem.EntityVersion;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code /api/messages}: the library of messages, and what a person would see of one. */
@Path("/api/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages", description = "One message for all channels, and what a person would see of it")
public class MessageResource {
    private final MessageStore store;
    private final MessageCheck check;
    private final PreviewService previews;
    private final Audit audit;
    private final Actor actor;
    private final Language language;

    public MessageResource(
            MessageStore store,
            MessageCheck check,
            PreviewService previews,
            Audit audit,
            Actor actor,
            Language language) {
        this.store = store;
        this.check = check;
        this.previews = previews;
        this.audit = audit;
        this.actor = actor;
        this.language = language;
    }

    @POST
    @Transactional
    @Operation(summary = "Keep a message; answers for which channels it makes a form and what the others lack")
    @Idempotent
    @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
    @APIResponseSchema(value = MessageView.class, responseCode = "201")
    public Response create(
            @RequestBody(content = @Content(examples = @ExampleObject(name = "gift", value = MessageExamples.REQUEST)))
                    @Nullable
                    MessageRequest request) {
        MessageCheck.Checked checked = check.check(request, language.locale());
        long id = store.add(checked.name(), checked.content(), actor.name());
        audit.record(actor.name(), "create", "message:" + id, Map.of());
        return tagged(Response.created(URI.create("/api/messages/" + id)), MessageView.of(find(id), checked.split()));
    }

    @GET
    @Operation(summary = "List messages, oldest first")
    public Page<MessageItem> list(
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit) {
        return Page.of(store.after(Page.positionNumber(cursor), limit + 1), limit, item -> String.valueOf(item.id()));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show a message", description = "The version stands in ETag as well.")
    @APIResponseSchema(MessageView.class)
    public Response show(@RestPath long id) {
        StoredMessage message = find(id);
        return tagged(Response.ok(), MessageView.of(message, check.split(message, language.locale())));
    }

    @PUT
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Put another content in place; a run keeps what it was launched with")
    @APIResponseSchema(MessageView.class)
    @APIResponse(responseCode = "412", description = "version-changed")
    public Response replace(
            @RestPath long id,
            @Parameter(description = ApiDescription.VERSION_READ) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            @RequestBody(content = @Content(examples = @ExampleObject(name = "gift", value = MessageExamples.REQUEST)))
                    @Nullable
                    MessageRequest request) {
        Integer read = EntityVersion.optional(ifMatch);
        MessageCheck.Checked checked = check.check(request, language.locale());
        int present = store.lockedVersion(id).orElseThrow(() -> Problem.notFound("message", id));
        EntityVersion.require(present, read);
        store.replace(id, checked.name(), checked.content());
        audit.record(actor.name(), "replace", "message:" + id, Map.of("version", present + 1));
        return tagged(Response.ok(), MessageView.of(find(id), checked.split()));
    }

    @POST
    @Path("/{id}/preview")
    @Operation(summary = "Show what one person would get on each channel; sends nothing")
    public PreviewView preview(
            @RestPath long id,
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(name = "made up", value = MessageExamples.PREVIEW)))
                    @Nullable
                    PreviewRequest request) {
        return previews.preview(find(id), request, language.locale());
    }

    private static Response tagged(Response.ResponseBuilder response, MessageView view) {
        return response.tag(String.valueOf(view.version())).entity(view).build();
    }

    private StoredMessage find(long id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("message", id));
    }
}
