package io.carillon.delivery.view;

import io.carillon.access.Actor;
import io.carillon.delivery.run.RunCommands;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What people tell a launched campaign's run to do. */
@Path("/api/campaigns/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RunCommandResource {
    private final RunCommands commands;
    private final Actor actor;

    public RunCommandResource(RunCommands commands, Actor actor) {
        this.commands = commands;
        this.actor = actor;
    }

    /** The state after a command. */
    public record StateView(long id, String state) {}

    /** Pauses. */
    @POST
    @Path("/pause")
    @Operation(
            summary = "Pause: when this answers, nothing leaves later than the micro-batches already claimed",
            description = "Repeating it changes nothing. People not sent to stay pending.")
    @APIResponseSchema(StateView.class)
    @APIResponse(responseCode = "409", description = "not-launched, or wrong-state")
    public StateView pause(@PathParam("id") long id) {
        return new StateView(id, commands.pause(id, actor.name()));
    }

    /** Resumes. */
    @POST
    @Path("/resume")
    @Operation(summary = "Go on, also with channels that trouble on our side had stopped")
    @APIResponseSchema(StateView.class)
    @APIResponse(responseCode = "409", description = "not-launched, or wrong-state")
    public StateView resume(@PathParam("id") long id) {
        return new StateView(id, commands.resume(id, actor.name()));
    }

    /** Cancels. */
    @POST
    @Path("/cancel")
    @Operation(
            summary = "Cancel for good: whoever was not sent to yet ends as skipped, with reason cancelled",
            description =
                    "A draft ends without a run: it can be neither edited nor launched any more, only copied, and its figures"
                            + " stay nought. Repeating it changes nothing.")
    @APIResponseSchema(StateView.class)
    @APIResponse(responseCode = "409", description = "wrong-state")
    public StateView cancel(@PathParam("id") long id) {
        return new StateView(id, commands.cancel(id, actor.name()));
    }
}
