package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import java.util.List;

/** What became of a rule: SQL, or what to mend in it. */
public sealed interface Compilation {

    /**
     * A condition over {@code profile p} that leaves out merged and erased people.
     *
     * @param where SQL made of constants and bind marks only
     * @param binds one for each mark, in order; {@code io.carillon.database.Sql} takes them
     * @param pinned the rule without names: saved segments written out, lists by id
     */
    record Compiled(String where, List<Object> binds, JsonNode pinned) implements Compilation {

        /** Whether the rule is nothing but {@code everyone: true}, so that no table need be narrowed to its people. */
        public boolean isEveryone() {
            return pinned.size() == 1 && pinned.path("everyone").asBoolean(false);
        }
    }

    /** The rule cannot be used. */
    record Rejected(List<Finding> findings) implements Compilation {}

    /**
     * The SQL of a rule that was taken before, such as one pinned at launch.
     *
     * @throws IllegalStateException when it is rejected now
     */
    default Compiled orElseThrow() {
        if (this instanceof Compiled compiled) {
            return compiled;
        }
        throw new IllegalStateException("A stored rule no longer compiles: " + ((Rejected) this).findings());
    }
}
