/**
 * What a batch does when it wakes: routes rows to their channels, closes what is due, ends dead claims, and says when to wake next.
 *
 * <p>Where to start: {@link io.carillon.delivery.settle.Settler}; {@link io.carillon.delivery.settle.BatchPlan} is its answer.
 */
@NullMarked
package io.carillon.delivery.settle;

import org.jspecify.annotations.NullMarked;
