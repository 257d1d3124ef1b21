package io.carillon.delivery.view;

import io.carillon.database.Page;
import io.carillon.message.Forms;
import io.carillon.problem.Language;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A launched campaign's run: figures, and who was or was not reached, with texts in the language asked for. */
@Path("/api/campaigns/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs", description = "What becomes of a launched campaign")
public class RunResource {
    private final RunViews views;
    private final DeliveryList deliveries;
    private final RunGaps gaps;
    private final Reconciliation reconciliation;
    private final Language language;

    public RunResource(
            RunViews views, DeliveryList deliveries, RunGaps gaps, Reconciliation reconciliation, Language language) {
        this.views = views;
        this.deliveries = deliveries;
        this.gaps = gaps;
        this.reconciliation = reconciliation;
        this.language = language;
    }

    /** Figures now. */
    @GET
    @Path("/progress")
    @Operation(summary = "Figures of this moment; the sum is exact at any moment")
    @APIResponseSchema(RunViews.ProgressView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public RunViews.ProgressView progress(@PathParam("id") long id) {
        return views.progress(id, language.locale());
    }

    /** The result. */
    @GET
    @Path("/result")
    @Operation(
            summary = "What came of it: the funnel by channel, who went on, who was not reached and why, and the sum")
    @APIResponseSchema(RunViews.ResultView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public RunViews.ResultView result(@PathParam("id") long id) {
        return views.result(id, language.locale());
    }

    /** What was said. */
    @GET
    @Path("/forms")
    @Operation(
            summary = "The message as the launch froze it: a form for each channel and locale",
            description =
                    "What was edited later is not in it. Texts are as marketers wrote them, with their variables.")
    @APIResponseSchema(Forms.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public Forms forms(@PathParam("id") long id) {
        return views.forms(id);
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
            @Parameter(
                            description =
                                    "people in that gap of the run, as /gaps names it: a channel and a reason, such as"
                                            + " wechat:no_grant, and of no_address perhaps how the addresses had ended, as"
                                            + " email:no_address:bounced")
                    @QueryParam("gap")
                    @Nullable
                    String gap,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit) {
        return deliveries.list(
                new DeliveryList.Filter(id, state, reason, externalId, addresses, gap),
                cursor,
                limit,
                language.locale());
    }

    /** Gaps by channel and reason. */
    @GET
    @Path("/gaps")
    @Operation(summary = "Who of the audience could not be reached on a channel, by channel and reason")
    @APIResponseSchema(RunGaps.GapsView.class)
    @APIResponse(responseCode = "409", description = "not-launched")
    public RunGaps.GapsView gaps(@PathParam("id") long id) {
        views.requireRun(id);
        return gaps.of(id, language.locale());
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
}
