/**
 * App push. Start at {@link io.carillon.channel.push.FcmAdapter}.
 *
 * <p>A push vendor says accepted or refused and nothing later; that a push arrived or was opened only the shop's own app can
 * tell, which {@link io.carillon.channel.push.AppReceipts} reads. Knows nothing of campaigns, people or deliveries;
 * a vendor's libraries are imported nowhere else.
 */
@NullMarked
package io.carillon.channel.push;

import org.jspecify.annotations.NullMarked;
