package io.carillon.profile.imports;

import java.time.Instant;
import java.util.List;

/**
 * One file to be imported.
 *
 * @param startedAt when this job came
 * @param receivedAt when these bytes came first, by this job or one before it
 * @param applied how many people of each lane are applied already, by a process that did not live to finish
 */
record ImportJob(
        long id,
        String actor,
        ImportOptions options,
        ImportFile file,
        Instant startedAt,
        Instant receivedAt,
        List<Long> applied) {
    /** Where a lane's count is kept among the job's options. */
    static String appliedKey(int lane) {
        return "applied_" + lane;
    }

    /** What addresses and tags that come from it name as their source. */
    String source() {
        return "import:" + id;
    }

    long applied(Lane lane) {
        return applied.get(lane.no());
    }
}
