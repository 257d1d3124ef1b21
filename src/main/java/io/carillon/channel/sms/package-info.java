/**
 * Text messages: one adapter per vendor product, each with its own error table, receipts and sender. Start at
 * {@link io.carillon.channel.sms.TwilioAdapter}. Vendors' classes begin with the vendor's name and know nothing of each
 * other; nobody outside imports them.
 */
@NullMarked
package io.carillon.channel.sms;

import org.jspecify.annotations.NullMarked;
