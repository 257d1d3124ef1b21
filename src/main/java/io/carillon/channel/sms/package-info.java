/**
 * Text messages: one adapter for each vendor, found by its vendor name. Start at
 * {@link io.carillon.channel.sms.AliyunSmsAdapter}.
 *
 * <p>Knows nothing of campaigns, people or deliveries; a vendor's SDK is imported nowhere else.
 */
@NullMarked
package io.carillon.channel.sms;

import org.jspecify.annotations.NullMarked;
