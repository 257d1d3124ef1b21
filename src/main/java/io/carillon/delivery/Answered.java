package io.carillon.delivery;

import io.carillon.channel.SendResult;

/** A claimed message and what became of it. */
record Answered(ClaimedMessage message, SendResult result) {}
