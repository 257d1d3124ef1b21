package io.carillon.channel;

/** Whether an account reaches real people. A setting of the account, never guessed from credentials. */
public enum Mode {
    SANDBOX,
    LIVE
}
