package io.carillon.insight;

import io.carillon.channel.ChannelKind;
import io.carillon.database.Page;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.segment.ReachQuery.Wanted;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/reachability}: who can be reached on which channel, why the others cannot, and who they are. */
@Path("/api/reachability")
@Tag(name = "Reachability", description = "Gaps: who cannot be reached on a channel, and why")
public class ReachabilityResource {
    private final Reachability reachability;
    private final UnreachedCsv csv;
    private final Language language;

    public ReachabilityResource(Reachability reachability, UnreachedCsv csv, Language language) {
        this.reachability = reachability;
        this.csv = csv;
        this.language = language;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Count who can be reached, by channel, segment and reason",
            description =
                    "On every channel people = reachable + the sum of its gaps. Reasons exclude each other; the first"
                            + " that holds counts: suppressed, no_address, opted_out, no_consent, no_grant.")
    public ReachabilityView reach(@BeanParam @Valid ReachabilitySearch search) {
        return reachability.ask(search.question(language.locale()), search.which());
    }

    @GET
    @Path("/people")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The people behind a gap",
            description = "In order of id, addresses masked. A page may be short; go on while there is a next one.")
    public Page<ReachabilityView.Person> people(
            @BeanParam @Valid ReachabilitySearch search,
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit) {
        return reachability.people(
                search.question(language.locale()), wanted(search), Page.positionNumber(cursor), limit);
    }

    @GET
    @Path("/people.csv")
    @Produces("text/csv")
    @Operation(
            summary = "The people behind a gap as CSV",
            description = "All of them, UTF-8 with a byte order mark; cells that a spreadsheet would take for a formula"
                    + " begin with an apostrophe.")
    @APIResponse(
            responseCode = "200",
            description = "A line a person",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response export(@BeanParam @Valid ReachabilitySearch search) {
        Reachability.Question question = search.question(language.locale());
        Wanted wanted = wanted(search);
        // The first page is asked for before the answer begins, so that what is wrong is a problem and no broken file.
        UnreachedCsv.Export export = csv.begin(question, wanted);
        StreamingOutput body = export::write;
        return Response.ok(body, "text/csv;charset=UTF-8")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"gaps-" + wanted.kind().id() + ".csv\"")
                .build();
    }

    private Wanted wanted(ReachabilitySearch search) {
        if (search.channel == null) {
            throw Problem.invalid(Finding.error(
                    "channel", "missing", "", "sms, email, push, wechat", language.text("reachability.channel")));
        }
        return new Wanted(ChannelKind.of(search.channel), search.checkedReason(), search.closed);
    }
}
