package io.carillon.profile;

import io.carillon.access.Actor;
import io.carillon.database.Page;
import io.carillon.problem.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Suppressions over REST. Stateless. */
@Path("/api/suppressions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "People")
public class SuppressionsResource {
    private final Suppressions suppressions;
    private final Actor actor;

    public SuppressionsResource(Suppressions suppressions, Actor actor) {
        this.suppressions = suppressions;
        this.actor = actor;
    }

    /** Suppresses one or many. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Never reach these people or addresses again, on any channel; up to 10,000 at once")
    public SuppressionAnswer add(@NotNull @Valid SuppressionRequest request) {
        return suppressions.add(request, "api", actor.name());
    }

    /** Lifts one or many. */
    @POST
    @Path("/lift")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Lift suppressions of people or addresses; up to 10,000 at once")
    public SuppressionAnswer lift(@NotNull @Valid SuppressionRequest request) {
        return suppressions.remove(request, actor.name());
    }

    /** Lifts one. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Lift one suppression by its id")
    public void remove(@PathParam("id") @Size(max = 128) String id) {
        if (!suppressions.remove(id, actor.name())) {
            throw Problem.notFound("suppression", id);
        }
    }

    /** All suppressions. */
    @GET
    @Operation(summary = "List suppressions; only hashes are kept, so it is not said of whom")
    public Page<SuppressionView> list(
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MOST) int limit) {
        return suppressions.list(cursor, limit);
    }
}
