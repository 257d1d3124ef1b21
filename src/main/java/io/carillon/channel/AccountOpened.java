package io.carillon.channel;

/** Somebody opened an account before its time; told within the transaction that opens it. */
public record AccountOpened(String account, ChannelKind channel) {}
