package io.carillon.segment;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;

/** What counts as consent, as SQL. */
@FunctionalInterface
public interface ConsentBasis {

    /**
     * Whether the person must have given consent, as a boolean SQL expression without binds.
     *
     * @param regionExpression an SQL expression of the address's region; never user text
     */
    String optInSql(ChannelKind channel, Purpose purpose, String regionExpression);

    /** Marketing by SMS and e-mail needs consent, nothing else does. */
    ConsentBasis SHIPPED = (channel, purpose, region) -> String.valueOf(
            purpose == Purpose.MARKETING && (channel == ChannelKind.SMS || channel == ChannelKind.EMAIL));
}
