package io.carillon.delivery.claim;

import io.carillon.channel.SendResult;

/** A claimed message and what became of it. */
public record Answered(ClaimedMessage message, SendResult result) {}
