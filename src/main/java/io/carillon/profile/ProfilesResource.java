package io.carillon.profile;

import io.carillon.access.Actor;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Page;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** People over REST. Stateless. */
@Path("/api/profiles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "People")
public class ProfilesResource {
    private final Profiles profiles;
    private final DatabaseClock clock;
    private final Actor actor;

    public ProfilesResource(Profiles profiles, DatabaseClock clock, Actor actor) {
        this.profiles = profiles;
        this.clock = clock;
        this.actor = actor;
    }

    /** People who fit all that is asked. */
    @GET
    @Operation(summary = "Search people; all that is given must hold")
    public Page<ProfileSummaryView> search(@Valid @BeanParam ProfileSearch search) {
        return profiles.search(search.query(), search.cursor, search.limit);
    }

    /** One person. */
    @GET
    @Path("/{id}")
    @Operation(summary = "All about one person, addresses masked")
    public ProfileView get(@PathParam("id") long id) {
        return profiles.find(id).orElseThrow(() -> Problem.notFound("profile", id));
    }

    /** Adds a tag. */
    @POST
    @Path("/{id}/tags/{tag}")
    @Operation(summary = "Add a tag; nothing happens where it is there already")
    @APIResponse(responseCode = "204", description = "Tagged")
    public void tag(@PathParam("id") long id, @PathParam("tag") String tag) {
        profiles.tag(id, named(tag), actor.name());
    }

    /** Takes a tag away. */
    @DELETE
    @Path("/{id}/tags/{tag}")
    @Operation(summary = "Take a tag away; nothing happens where it is not there")
    @APIResponse(responseCode = "204", description = "Not tagged")
    public void untag(@PathParam("id") long id, @PathParam("tag") String tag) {
        profiles.untag(id, named(tag), actor.name());
    }

    /** Writes down what a person said. */
    @POST
    @Path("/{id}/consents")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Write down that a person agreed or no longer agrees; records are only ever added")
    public ProfileView consent(@PathParam("id") long id, @NotNull @Valid ConsentRequest request) {
        profiles.consent(request.change(id, clock.now()), actor.name());
        return get(id);
    }

    private static String named(String tag) {
        return TagNames.normalise(tag)
                .orElseThrow(() -> Problem.invalid(Finding.error(
                        "tag",
                        DataFault.INVALID_TAG.id(),
                        null,
                        DataFault.INVALID_TAG.hint(Language.here()),
                        DataFault.INVALID_TAG.text(Language.here()))));
    }
}
