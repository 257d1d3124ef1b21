package io.carillon.delivery.run;

/** A run has its people; fired in the transaction that gave it them. */
public record AudienceFrozen(long run) {}
