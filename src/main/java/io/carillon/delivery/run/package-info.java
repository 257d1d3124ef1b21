/**
 * The life of a run: launched from a campaign, frozen into rows, paused, resumed, cancelled.
 *
 * <p>Where to start: {@link io.carillon.delivery.run.Freezer} makes the rows, {@link io.carillon.delivery.run.RunCommands} holds the lock
 * after which no older claim is open.
 */
@NullMarked
package io.carillon.delivery.run;

import org.jspecify.annotations.NullMarked;
