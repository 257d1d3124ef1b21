/**
 * A run as people look at it: progress, result, deliveries, gaps, reconciliation. Reads only.
 *
 * <p>Where to start: {@link io.carillon.delivery.view.RunResource} and {@link io.carillon.delivery.view.RunViews}.
 */
@NullMarked
package io.carillon.delivery.view;

import org.jspecify.annotations.NullMarked;
