/**
 * What every channel has in common, and the contract that one class per vendor product fulfils.
 *
 * <p>Start at {@link io.carillon.channel.ChannelAdapter}: it opens a {@link io.carillon.channel.Sender} for a
 * {@link io.carillon.channel.VendorAccount} and reads that vendor's webhooks. A sender takes a list of
 * {@link io.carillon.channel.Outbound} and answers each with one of five {@link io.carillon.channel.SendResult}s.
 * {@link io.carillon.channel.Reason} is the one catalogue of reasons. Where a vendor can be asked about messages in doubt, its adapter has a
 * {@link io.carillon.channel.LookUp}.
 *
 * <p>{@link io.carillon.channel.VendorAccounts} are the accounts in use; {@link io.carillon.channel.AccountsStart} brings the
 * accounts file into the database and {@link io.carillon.channel.AccountResource} is their REST.
 *
 * <p>This package knows no vendor, and nobody imports an adapter: adapters are found by their vendor name through CDI.
 */
@NullMarked
package io.carillon.channel;

import org.jspecify.annotations.NullMarked;
