package io.carillon.launcher.bench;

import java.time.Duration;

/** A group of lines that are measured together. */
interface Measure {

    /** What it is called on the command line. */
    String name();

    /** How many people have to be there. */
    int people(BenchPlan plan);

    /** How long it takes on 2 cores, about. */
    Duration about(BenchPlan plan);

    /** Measures; every line goes to the results as soon as it is known. */
    void measure(Site site, Results results);
}
