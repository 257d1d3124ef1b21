/**
 * One micro-batch: rate, claim, call, outcome; and the channels that are stopped because a vendor says no to us.
 *
 * <p>Where to start: {@link io.carillon.delivery.dispatch.Dispatcher}. {@link io.carillon.delivery.dispatch.CallMarks} are what tells
 * after a crash which calls had begun; {@link io.carillon.delivery.dispatch.Outcomes} writes the five results; {@code TakenForms} tells it a form that a
 * vendor does not take from one person's values, by what {@code TurnedAway} counts. A few calls that hang are {@code Stragglers}, which {@code HandOver} goes on without. Who finds no portion of
 * an account's rate ({@link io.carillon.delivery.dispatch.RateLeases}) waits in {@code Pacing}, which knows when a batch has something
 * better to do, and stands in {@code Lines} with others. {@link io.carillon.delivery.dispatch.ChangedAccounts} lets go on who waited
 * for an account that is opened, changed or taken out of use.
 */
@NullMarked
package io.carillon.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
