package io.carillon.segment;

import io.carillon.access.Actor;
import io.carillon.access.ApiDescription;
import io.carillon.access.Audit;
import io.carillon.access.Idempotent;
import io.carillon.database.Page;
import io.carillon.problem.FindingList;
import io.carillon.problem.GivenName;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.problem.StrictText;
import io.carillon.segment.MemberLists.MemberList;
import io.carillon.segment.MemberLists.Upload;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** {@code /api/lists}: people by the shop's own ids, for rules of the form {@code {list: NAME}}. */
@Path("/api/lists")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Segments")
public class ListResource {
    private static final int MOST_IDS = 100_000;
    private static final int LONGEST_ID = 200;
    private static final String IDS = "A1001\nA1002\n";

    private final MemberLists lists;
    private final Actor actor;
    private final Audit audit;
    private final Language language;

    public ListResource(MemberLists lists, Actor actor, Audit audit, Language language) {
        this.lists = lists;
        this.actor = actor;
        this.audit = audit;
        this.language = language;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(summary = "Make a list of people")
    @Idempotent
    @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
    @APIResponseSchema(value = ListView.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "name-taken")
    public Response create(@QueryParam("name") @Nullable String alsoNamed, @Nullable ListRequest request) {
        FindingList findings = new FindingList(language.locale());
        String inBody = request == null ? null : request.name();
        // Both media types are one call in the API's description, with one set of parameters.
        String given = inBody == null && alsoNamed != null ? alsoNamed : inBody;
        if (alsoNamed != null && !alsoNamed.equals(given)) {
            findings.error("name", "name_twice", null, null);
        }
        String name = GivenName.read(given, inBody == null && alsoNamed != null ? "name" : "/name", findings);
        return create(name, ids(request == null ? null : request.externalIds(), "/externalIds", findings), findings);
    }

    @POST
    @Consumes(MediaType.TEXT_PLAIN)
    @Transactional
    @Operation(summary = "Make a list of people from a text, one id a line")
    @Idempotent
    @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
    @APIResponseSchema(value = ListView.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "name-taken")
    public Response createFromText(
            @Parameter(description = "Where the body is a text of ids: how the list is called", example = "秋季名单")
                    @QueryParam("name")
                    @Nullable
                    String given,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.TEXT_PLAIN,
                                            schema = @Schema(type = SchemaType.STRING),
                                            examples = @ExampleObject(name = "ids", value = IDS)))
                    byte @Nullable [] body) {
        FindingList findings = new FindingList(language.locale());
        String name = GivenName.read(given, "name", findings);
        return create(name, ids(lines(StrictText.of(body, contentType)), "", findings), findings);
    }

    @POST
    @Path("/{id}/entries")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(summary = "Add people to a list")
    public ListView add(@RestPath long id, @Nullable EntriesRequest request) {
        FindingList findings = new FindingList(language.locale());
        return add(id, ids(request == null ? null : request.externalIds(), "/externalIds", findings), findings);
    }

    @POST
    @Path("/{id}/entries")
    @Consumes(MediaType.TEXT_PLAIN)
    @Transactional
    @Operation(summary = "Add people to a list from a text, one id a line")
    public ListView addFromText(
            @RestPath long id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.TEXT_PLAIN,
                                            schema = @Schema(type = SchemaType.STRING),
                                            examples = @ExampleObject(name = "ids", value = IDS)))
                    byte @Nullable [] body) {
        FindingList findings = new FindingList(language.locale());
        return add(id, ids(lines(StrictText.of(body, contentType)), "", findings), findings);
    }

    @GET
    @Operation(summary = "List the lists")
    public Page<MemberList> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MOST) int limit) {
        return lists.list(cursor, limit);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a list")
    public MemberList read(@RestPath long id) {
        return find(id);
    }

    private Response create(@Nullable String name, Set<String> ids, FindingList findings) {
        if (name == null || !findings.isClean()) {
            throw Problem.invalid(findings.text("list_invalid"), findings.all());
        }
        long id = lists.create(name, actor.name());
        return Response.created(URI.create("/api/lists/" + id))
                .entity(add(id, ids, findings))
                .build();
    }

    private ListView add(long id, Set<String> ids, FindingList findings) {
        find(id);
        if (!findings.isClean()) {
            throw Problem.invalid(findings.text("list_invalid"), findings.all());
        }
        Upload upload = lists.add(id, ids);
        audit.record(
                actor.name(), "upload", "list:" + id, Map.of("added", upload.added(), "unknown", upload.unknown()));
        return ListView.of(find(id), upload);
    }

    private MemberList find(long id) {
        return lists.find(id).orElseThrow(() -> Problem.notFound("list", id));
    }

    private static List<String> lines(@Nullable String text) {
        return text == null
                ? List.of()
                : text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static Set<String> ids(@Nullable List<String> given, String place, FindingList findings) {
        List<String> all = given == null ? new ArrayList<>() : given;
        if (all.isEmpty()) {
            findings.error(place, "ids_missing", null, null);
        }
        if (all.size() > MOST_IDS) {
            findings.error(place, "ids_too_many", String.valueOf(all.size()), String.valueOf(MOST_IDS));
            return Set.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < all.size(); i++) {
            String id = all.get(i) == null ? "" : all.get(i).strip();
            if (id.isEmpty() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0) {
                findings.error(FindingList.child(place, i), "id_unusable", id, String.valueOf(LONGEST_ID));
            }
            ids.add(id);
        }
        return ids;
    }
}
