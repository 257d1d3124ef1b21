package io.carillon.vault;

/** Whether real people depend on this installation ({@code CARILLON_MODE}). */
public enum InstallationMode {
    /** Keys may lie in the data folder, accounts may be sandbox accounts. */
    LOCAL,
    /** Keys come from the environment, sandbox accounts stop the start. */
    PRODUCTION
}
