package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CustomerFile;
import io.carillon.launcher.demo.DemoPerson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom the demo's campaign is for, told from the made-up customers before anybody is imported. */
final class Audience {
    /** As the segment of {@code workflows/demo-campaign.yaml} has it. */
    private static final Set<String> CITIES = Set.of("上海", "杭州", "苏州");

    private static final String TAG = "member";

    private Audience() {}

    /** How many customers of that seed are made up until the segment finds so many people among those that the import takes. */
    static int customers(int people, long seed) {
        return CustomerFile.rowsFor(people, seed, Audience::isInSegment);
    }

    /** Says so if a campaign had fewer people than were asked for. */
    static Optional<String> tooSmall(long people, int asked) {
        return people < asked
                ? Optional.of("only " + people + " people, " + asked + " were asked for")
                : Optional.empty();
    }

    private static boolean isInSegment(DemoPerson person) {
        return CITIES.contains(person.traits().city())
                && List.of(person.traits().tags().split(";")).contains(TAG);
    }
}
