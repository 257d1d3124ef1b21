package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Holds what is told of every person against that person's own messages: sent to is whom a message stands for, in doubt whose message
 * may have been sent, and nobody else; no message is left in flight. For runs that have ended.
 */
final class Ends {
    private static final Set<String> TAKEN = Set.of("accepted", "delivered", "read");
    private static final Set<String> NOT_REACHED = Set.of("failed", "skipped");
    private static final String SENT = "sent";
    private static final String UNKNOWN = "unknown";
    private static final String NEXT = "next";
    private static final Predicate<Step> IS_OPEN = step -> "in_flight".equals(step.state());
    private static final Predicate<Step> IS_TAKEN = step -> TAKEN.contains(step.state());
    private static final Predicate<Step> IS_DOUBT = step -> UNKNOWN.equals(step.state());

    private Ends() {}

    /** What does not hold, in a sentence each with examples. */
    static List<String> wrong(Paths paths) {
        FoundPeople found = new FoundPeople();
        paths.people().values().forEach(path -> wrong(path).ifPresent(what -> found.add(what, path.person())));
        return found.sentences();
    }

    private static Optional<String> wrong(Path path) {
        List<Step> steps = path.steps();
        if (steps.stream().anyMatch(IS_OPEN)) {
            return Optional.of("have a message in flight of which nobody will say what came of it");
        }
        // Who went on because no news came, and was reached by nothing else, still has that message.
        boolean stands = steps.stream().anyMatch(IS_TAKEN.and(step -> !NEXT.equals(step.led())));
        // A doubt leads nowhere: to leave it as it is is the one policy there is.
        boolean isOver =
                steps.stream().anyMatch(step -> step.isPass() && step.kind().equals(Paths.EVERY_CHANNEL));
        Set<String> states;
        if (stands) {
            states = Set.of(SENT);
        } else if (steps.stream().anyMatch(IS_DOUBT)) {
            states = Set.of(UNKNOWN);
        } else if (steps.stream().anyMatch(IS_TAKEN)) {
            states = Set.of(SENT);
        } else {
            states = isOver ? Set.of("skipped") : NOT_REACHED;
        }
        if (!states.contains(path.state())) {
            return Optional.of("are told as " + path.state() + " and their messages say "
                    + String.join(" or ", new TreeSet<>(states)));
        }
        boolean hasReason = path.state().equals(SENT)
                ? path.reason().isEmpty()
                : steps.stream()
                        .filter(IS_DOUBT.or(step -> !step.led().isEmpty()))
                        .anyMatch(step -> step.reason().equals(path.reason()));
        return hasReason
                ? Optional.empty()
                : Optional.of("are told as " + path.state() + " for '" + path.reason()
                        + "', which nothing of theirs ended for");
    }
}
