package io.carillon.delivery;

import java.util.List;
import java.util.UUID;

/**
 * What a claim took, committed as attempts in flight.
 *
 * @param looked how many due rows it looked at; 0 means that none is due
 * @param left how many of them stay due as they were, because no rate was left for them
 * @param isRunning whether the run may send at all at this moment
 */
record Claim(UUID token, List<ClaimedMessage> messages, int looked, int left, boolean isRunning) {}
