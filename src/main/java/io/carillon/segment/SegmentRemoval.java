package io.carillon.segment;

import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.segment.SegmentStore.Segment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.stream.Collectors;

/** Removes saved segments that nobody would miss. Joins the caller's transaction. */
@ApplicationScoped
public class SegmentRemoval {
    private static final int MOST_NAMED = 5;

    private final SegmentStore store;
    private final Instance<SegmentUsers> users;

    public SegmentRemoval(SegmentStore store, Instance<SegmentUsers> users) {
        this.store = store;
        this.users = users;
    }

    /**
     * Removes one. Whoever names it at the same moment is told when it is validated or compiled the next time.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 when there is none, 409 when another segment or a draft names it
     */
    void remove(long id) {
        Segment segment = store.find(id).orElseThrow(() -> Problem.notFound("segment", id));
        List<SegmentUsers.User> found = users.stream()
                .flatMap(one -> one.of(id, segment.name(), MOST_NAMED + 1).stream())
                .toList();
        if (!found.isEmpty()) {
            throw Problem.conflict(
                    "segment-in-use", "The segment is in use", Texts.here("segment.inUse", named(found)));
        }
        store.remove(id);
    }

    private static String named(List<SegmentUsers.User> found) {
        String first = found.stream()
                .limit(MOST_NAMED)
                .map(one -> Texts.here("segment.user", Texts.here("thing." + one.thing()), one.id(), one.name()))
                .collect(Collectors.joining(", "));
        return found.size() > MOST_NAMED ? Texts.here("segment.usersMore", first) : first;
    }
}
