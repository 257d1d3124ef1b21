package io.carillon.channel;

/**
 * Somebody opened an account before its time, or added or changed one, so that whoever waits on its channel may find a way now;
 * told within the transaction that does it.
 *
 * @param isChanged whether other processes see it only when they have forgotten the account they knew, see {@link
 *     VendorAccounts#KEPT}
 */
public record AccountOpened(String account, ChannelKind channel, boolean isChanged) {}
