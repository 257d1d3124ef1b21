package io.carillon.insight;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of reachability; filled by the container, one for each request. */
public class ReachabilitySearch {
    @QueryParam("segment")
    @Size(max = 200)
    @Parameter(description = "Name or number of a saved segment; everybody if not said")
    @Nullable
    String segment;

    @QueryParam("purpose")
    @DefaultValue("marketing")
    @Pattern(regexp = "marketing|service", message = "{oneOf.purpose}")
    @Parameter(example = "marketing")
    String purpose = "marketing";

    @QueryParam("channel")
    @Pattern(regexp = "sms|email|push|wechat", message = "{oneOf.channel}")
    @Parameter(example = "email")
    @Nullable
    String channel;

    @QueryParam("reason")
    @Size(max = 40)
    @Parameter(description = "A reason's id", example = "no_address")
    @Nullable
    String reason;

    @QueryParam("closed")
    @Pattern(regexp = "none|invalid|bounced|dead", message = "{oneOf.closed}")
    @Parameter(
            description =
                    "Of no_address: how the addresses ended, of several ends the first of bounced, dead, invalid; none where there never was one")
    @Nullable
    String closed;

    Reachability.Question question(Locale language) {
        return new Reachability.Question(segment, Purpose.of(purpose), language);
    }

    Reachability.Which which() {
        return new Reachability.Which(channel == null ? null : ChannelKind.of(channel), checkedReason(), closed);
    }

    @Nullable
    String checkedReason() {
        if (reason != null) {
            try {
                Reason.of(reason);
            } catch (IllegalArgumentException unknown) {
                throw Problem.invalid(Finding.error(
                        "reason",
                        "unknown_reason",
                        reason,
                        "no_address, opted_out, no_consent, …",
                        Texts.here("reachability.reason")));
            }
        }
        return reason;
    }
}
