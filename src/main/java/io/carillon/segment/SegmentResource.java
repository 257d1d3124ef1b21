package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.carillon.access.Actor;
import io.carillon.access.ApiDescription;
import io.carillon.access.Audit;
import io.carillon.access.Idempotent;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.Page;
import io.carillon.problem.EntityVersion;
import io.carillon.problem.FindingList;
import io.carillon.problem.GivenName;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.segment.Compilation.Compiled;
import io.carillon.segment.SegmentStore.Segment;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** {@code /api/segments}: saved rules, and whom a rule finds. */
@Path("/api/segments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Segments", description = "Who: rules over people")
public class SegmentResource {
    private final SegmentStore store;
    private final SegmentUse use;
    private final Segments segments;
    private final Actor actor;
    private final Audit audit;
    private final Language language;

    public SegmentResource(
            SegmentStore store, SegmentUse use, Segments segments, Actor actor, Audit audit, Language language) {
        this.store = store;
        this.use = use;
        this.segments = segments;
        this.actor = actor;
        this.audit = audit;
        this.language = language;
    }

    @POST
    @Transactional
    @Operation(summary = "Save a segment")
    @Idempotent
    @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
    @APIResponseSchema(value = Segment.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "name-taken")
    public Response create(@Nullable SegmentRequest request) {
        SegmentRequest checked = check(request);
        long id = store.add(checked.name(), checked.rule(), actor.name());
        audit.record(actor.name(), "create", "segment:" + id, Map.of());
        return tagged(Response.created(URI.create("/api/segments/" + id)), find(id));
    }

    @GET
    @Operation(summary = "List saved segments")
    public Page<Segment> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MOST) int limit) {
        return store.list(cursor, limit);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a segment", description = "The version stands in ETag as well.")
    @APIResponseSchema(Segment.class)
    public Response read(@RestPath long id) {
        return tagged(Response.ok(), find(id));
    }

    @PUT
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Change a segment", description = "Launched campaigns keep the rule they were launched with.")
    @APIResponseSchema(Segment.class)
    @APIResponse(
            responseCode = "409",
            description =
                    "name-taken, or segment-in-use: others name it by the name it has; the detail names the first few")
    @APIResponse(responseCode = "412", description = "version-changed")
    public Response change(
            @RestPath long id,
            @Parameter(description = ApiDescription.VERSION_READ) @HeaderParam(HttpHeaders.IF_MATCH) @Nullable
                    String ifMatch,
            @Nullable SegmentRequest request) {
        Integer read = EntityVersion.optional(ifMatch);
        Segment before = store.locked(id).orElseThrow(() -> Problem.notFound("segment", id));
        EntityVersion.require(before.version(), read);
        SegmentRequest checked = check(request);
        if (!before.name().equals(checked.name())) {
            use.requireUnnamed(before);
        }
        store.change(id, checked.name(), checked.rule());
        // Now that it says so: a rule that leads back to its own segment is found only from here on.
        check(request);
        audit.record(actor.name(), "change", "segment:" + id, Map.of("version", before.version() + 1));
        return tagged(Response.ok(), find(id));
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Remove a segment", description = "One that another segment or a draft names stays.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "409", description = "segment-in-use: the detail names the first few that use it")
    public void remove(@RestPath long id) {
        use.requireUnused(find(id));
        store.remove(id);
        audit.record(actor.name(), "remove", "segment:" + id, Map.of());
    }

    @POST
    @Path("/preview")
    @Operation(
            summary = "Count the people of a rule",
            description = "Head count, reach on each channel with the reasons of the gaps, and a few people, masked.")
    @APIResponseSchema(PreviewView.class)
    @APIResponse(responseCode = "422", description = "segment-too-slow")
    public PreviewView preview(@Nullable PreviewRequest request) {
        FindingList findings = new FindingList(language.locale());
        Purpose purpose = purpose(request == null ? null : request.purpose(), findings);
        JsonNode rule = request == null || request.rule() == null ? NullNode.instance : request.rule();
        Compiled compiled = compiled(segments.compile(rule, "/rule", language.locale()), findings);
        segments.tellUnused(compiled, "/rule", findings);
        return PreviewView.of(
                segments.reach(compiled, purpose, List.of(ChannelKind.values())),
                purpose,
                segments.sample(compiled),
                findings.all());
    }

    private SegmentRequest check(@Nullable SegmentRequest request) {
        FindingList findings = new FindingList(language.locale());
        String name = GivenName.read(request == null ? null : request.name(), "/name", findings);
        JsonNode rule = request == null || request.rule() == null ? NullNode.instance : request.rule();
        compiled(segments.compile(rule, "/rule", language.locale()), findings);
        return new SegmentRequest(name, rule);
    }

    private Compiled compiled(Compilation compilation, FindingList findings) {
        if (compilation instanceof Compilation.Rejected rejected) {
            rejected.findings().forEach(findings::add);
        }
        if (!findings.isClean()) {
            throw Problem.invalid(findings.text("segment_invalid"), findings.all());
        }
        return compilation.orElseThrow();
    }

    private static Purpose purpose(@Nullable String given, FindingList findings) {
        var known = Arrays.stream(Purpose.values()).map(Purpose::id).toList();
        if (given == null || known.contains(given)) {
            return given == null ? Purpose.MARKETING : Purpose.of(given);
        }
        findings.unknownValue("/purpose", given, known);
        return Purpose.MARKETING;
    }

    private static Response tagged(Response.ResponseBuilder response, Segment segment) {
        return response.tag(String.valueOf(segment.version())).entity(segment).build();
    }

    private Segment find(long id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("segment", id));
    }
}
