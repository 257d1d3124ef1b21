package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CustomerFile;
import io.carillon.launcher.demo.DemoPerson;
import java.util.List;
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

    private static boolean isInSegment(DemoPerson person) {
        return CITIES.contains(person.traits().city())
                && List.of(person.traits().tags().split(";")).contains(TAG);
    }
}
