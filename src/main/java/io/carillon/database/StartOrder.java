package io.carillon.database;

/**
 * In which order the app's parts start: priorities of {@code StartupEvent} observers, lowest first. Everything without a
 * priority starts after all of these and may use the schema, the keys and the accounts.
 */
public final class StartOrder {
    /** PostgreSQL answers and its schema is up to date. */
    public static final int DATABASE = 100;
    /** The keys are read or made, and are the database's. */
    public static final int KEYS = 200;
    /** What an older release wrote otherwise is brought up to date, where it takes the keys. */
    public static final int UPGRADES = 250;
    /** There is a token to work with. */
    public static final int TOKEN = 300;
    /** The accounts file is in the database, and every account fits the mode. */
    public static final int ACCOUNTS = 400;

    /** A restored database was gone through, before anything can be sent. */
    public static final int RECOVERY = 500;

    private StartOrder() {}
}
