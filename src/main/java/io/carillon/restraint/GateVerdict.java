package io.carillon.restraint;

import io.carillon.channel.Reason;
import java.time.Instant;

/** What a gate says of one row that may not go. */
public sealed interface GateVerdict {
    /** The delivery. */
    long delivery();

    /** Why. */
    Reason reason();

    /** The person is through on every channel. */
    record Skip(long delivery, Reason reason) implements GateVerdict {}

    /** Not on this channel; the policy's rule for the reason decides where it leads. */
    record Leave(long delivery, Reason reason) implements GateVerdict {}

    /** Not before then. */
    record Hold(long delivery, Reason reason, Instant until) implements GateVerdict {}
}
