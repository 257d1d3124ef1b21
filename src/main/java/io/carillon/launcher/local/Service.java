package io.carillon.launcher.local;

/** One part of a local installation, in a process of its own. */
public interface Service {

    /** Its name, as it stands in front of its lines. */
    String name();

    /** Starts it, or takes over the one left running; returns when it is ready. */
    void start();

    /** Whether its process runs. */
    boolean isAlive();

    /** Stops it and waits; nothing happens if it does not run. */
    void stop();

    /** Ends it at once, as a crash would, and waits until it is gone; nothing happens if it does not run. */
    void kill();
}
