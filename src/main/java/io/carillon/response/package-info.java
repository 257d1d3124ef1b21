/**
 * What comes back: receipts, opt-outs, WeChat events. Start at {@link io.carillon.response.HookResource}, which stores what a vendor reports once,
 * before it answers; {@link io.carillon.response.ReceiptApplier} applies it in bulk. {@link io.carillon.response.UnsubscribeResource}
 * is the link in every mail. {@link io.carillon.response.DoubtLookUps} asks vendors about messages in doubt; what they list is stored and applied as
 * their reports are.
 *
 * <p>Reports move attempts forward only, correct addresses and consent, and never send; what follows is settled by the batch, which is
 * nudged. Knows no vendor: each adapter reads its own webhooks.
 */
@NullMarked
package io.carillon.response;

import org.jspecify.annotations.NullMarked;
