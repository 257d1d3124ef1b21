package io.carillon.delivery.view;

import io.carillon.access.Actor;
import io.carillon.database.Page;
import io.carillon.delivery.run.RunCommands;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A launched campaign's run: commands, figures, and who was or was not reached. */
@Path("/api/campaigns/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs", description = "What becomes of a launched campaign")
public class RunResource {
    private final RunCommands commands;
    private final RunViews views;
    private final DeliveryList deliveries;
    private final RunGaps gaps;
    private final Reconciliation reconciliation;
    private final Actor actor;

    public RunResource(
            RunCommands commands,
            RunViews views,
            DeliveryList deliveries,
            RunGaps gaps,
            Reconciliation reconciliation,
            Actor actor) {
        this.commands = commands;
        this.views = views;
        this.deliveries = deliveries;
        this.gaps = gaps;
        this.reconciliation = reconciliation;
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

    /** Figures now. */
    @GET
    @Path("/progress")
    @Operation(summary = "Figures of this moment; the sum is exact at any moment")
    @APIResponseSchema(RunViews.ProgressView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public RunViews.ProgressView progress(@PathParam("id") long id, @Context HttpHeaders headers) {
        return views.progress(id, language(headers));
    }

    /** The result. */
    @GET
    @Path("/result")
    @Operation(
            summary = "What came of it: the funnel by channel, who went on, who was not reached and why, and the sum")
    @APIResponseSchema(RunViews.ResultView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public RunViews.ResultView result(@PathParam("id") long id, @Context HttpHeaders headers) {
        return views.result(id, language(headers));
    }

    /** Who, where, when, why not. */
    @GET
    @Path("/deliveries")
    @Operation(summary = "Each person's path: state, reason, and every attempt with its account, vendor id and receipt")
    @APIResponse(responseCode = "200", description = "A page of people")
    @APIResponse(responseCode = "409", description = "not-launched")
    public Page<DeliveryList.DeliveryView> deliveries(
            @PathParam("id") long id,
            @Parameter(description = "pending, sent, held, skipped, failed or unknown") @QueryParam("state") @Nullable
                    String state,
            @Parameter(description = "a reason's id, such as no_address") @QueryParam("reason") @Nullable String reason,
            @Parameter(description = "the shop's own id of a person") @QueryParam("externalId") @Nullable
                    String externalId,
            @Parameter(
                            description =
                                    "people of whom nothing works now: none (no address at all), or the one kind they have"
                                            + " and how it ended, such as mailbox:bounced")
                    @QueryParam("addresses")
                    @Nullable
                    String addresses,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit,
            @Context HttpHeaders headers) {
        return deliveries.list(
                new DeliveryList.Filter(id, state, reason, externalId, addresses), cursor, limit, language(headers));
    }

    /** Gaps by channel and reason. */
    @GET
    @Path("/gaps")
    @Operation(summary = "Who of the audience could not be reached on a channel, by channel and reason")
    @APIResponseSchema(RunGaps.GapsView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public RunGaps.GapsView gaps(@PathParam("id") long id, @Context HttpHeaders headers) {
        views.requireRun(id);
        return gaps.of(id, language(headers));
    }

    /** Counters against rows. */
    @GET
    @Path("/reconciliation")
    @Operation(summary = "The counters held against a recount of every row: they must agree")
    @APIResponseSchema(Reconciliation.ReconciliationView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public Reconciliation.ReconciliationView reconciliation(@PathParam("id") long id) {
        views.requireRun(id);
        return reconciliation.of(id);
    }

    static Locale language(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream()
                .filter(wanted -> wanted.getLanguage().equals("zh")
                        || wanted.getLanguage().equals("en"))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
