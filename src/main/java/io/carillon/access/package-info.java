/**
 * Who may do what, and who did it: named bearer tokens, the actor of a request, the audit trail, and the same answer for
 * the same {@code Idempotency-Key}. Start at {@link io.carillon.access.TokenFilter}, which sets the
 * {@link io.carillon.access.Actor} that {@link io.carillon.access.Audit} writes down. Knows nothing of campaigns or people.
 */
@NullMarked
package io.carillon.access;

import org.jspecify.annotations.NullMarked;
