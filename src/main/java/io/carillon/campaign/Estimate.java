package io.carillon.campaign;

import io.carillon.channel.Money;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a run would look like if it began now.
 *
 * @param people the head count
 * @param reachable how many would get the message on some channel
 * @param costs expected cost, one for each currency
 */
public record Estimate(long people, long reachable, List<ChannelEstimate> channels, List<Money> costs) {

    /**
     * One channel, in the order of the policy.
     *
     * @param withAddress how many have an active address
     * @param reachable how many could be sent to on this channel
     * @param gaps why the others could not, by reason; {@code no_account} and {@code missing_variable} among them
     * @param firstChoice for how many it is the first channel that works
     * @param parts expected parts or messages for those
     * @param costs expected cost for those, one for each currency
     * @param accounts how many of those each account would send to
     * @param seconds how long their rates let the accounts take for those at least; limits in calls are not counted
     */
    public record ChannelEstimate(
            String channel,
            long withAddress,
            long reachable,
            Map<String, Long> gaps,
            long firstChoice,

            @Schema(
                    description =
                            "For one address of each person: further devices of a person add to it, and people who share an address"
                                    + " get one message among them")
            long parts,

            List<Money> costs,
            Map<String, Long> accounts,
            long seconds) {}
}
