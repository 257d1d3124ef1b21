package io.carillon.segment;

import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.segment.SegmentStore.Segment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps saved segments for those who name them. Whoever begins to name one at the same moment is told when it is validated or
 * compiled the next time. Joins the caller's transaction.
 */
@ApplicationScoped
public class SegmentUse {
    private static final int MOST_NAMED = 5;
    /** The id of no segment. */
    private static final long NONE = -1;

    private final Instance<SegmentUsers> users;

    public SegmentUse(Instance<SegmentUsers> users) {
        this.users = users;
    }

    /**
     * Before it is removed.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when another segment or a draft names it
     */
    void requireUnused(Segment segment) {
        require(segment.id(), segment.name());
    }

    /**
     * Before it gets another name; who names it by its id keeps it.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when another segment or a draft names it by the name it has
     */
    void requireUnnamed(Segment segment) {
        require(NONE, segment.name());
    }

    private void require(long id, String name) {
        List<SegmentUsers.User> found = users.stream()
                .flatMap(one -> one.of(id, name, MOST_NAMED + 1).stream())
                .toList();
        if (!found.isEmpty()) {
            throw Problem.conflict(
                    "segment-in-use", "The segment is in use", Texts.here("segment.inUse", named(found)));
        }
    }

    private static String named(List<SegmentUsers.User> found) {
        String first = found.stream()
                .limit(MOST_NAMED)
                .map(one -> Texts.here("segment.user", Texts.here("thing." + one.thing()), one.id(), one.name()))
                .collect(Collectors.joining(", "));
        return found.size() > MOST_NAMED ? Texts.here("segment.usersMore", first) : first;
    }
}
