package io.carillon.launcher.local;

/** Whether a part that was started can be used, asked again and again until it can. */
@FunctionalInterface
public interface Readiness {

    /** Whether it can be used now. */
    boolean isReady();

    /** What it still lacks, as the end of "it waits for …"; as it was when last asked. */
    default String waitsFor() {
        return "its first answer";
    }
}
