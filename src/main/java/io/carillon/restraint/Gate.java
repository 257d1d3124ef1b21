package io.carillon.restraint;

import java.util.List;

/**
 * One question asked of all rows of a claim at once, inside the claim's transaction. CDI beans, stateless. Rows that are
 * not named in the answer may go.
 */
public interface Gate {

    /** Where the gate stands in the fixed order; lower is asked first. */
    int order();

    /**
     * Whether the answer holds for longer than a moment, so that settling may ask it too when it chooses a person's channel.
     */
    boolean isRouting();

    /** The rows that may not go now, each with why. */
    List<GateVerdict> ask(GateScope scope);
}
