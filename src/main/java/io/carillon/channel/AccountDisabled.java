package io.carillon.channel;

/**
 * An account was taken out of use, so that nothing may wait for it any more; told within the transaction that does it. Other
 * processes see it only when they have forgotten the account they knew, see {@link VendorAccounts#KEPT}.
 */
public record AccountDisabled(String account, ChannelKind channel) {}
