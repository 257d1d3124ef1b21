/**
 * What can be seen of all people and all runs: who can be reached and why others cannot, figures as they change, and metrics.
 *
 * <p>Start at {@link io.carillon.insight.ReachabilityResource}; {@link io.carillon.insight.ProgressStream} tells a run's figures
 * as they change, {@link io.carillon.insight.LedgerGauges} gives an operator's view to Prometheus, and
 * {@link io.carillon.insight.RouteTags} keeps what callers sent out of it.
 *
 * <p>This package reads and never changes anything; it does not know how messages are sent.
 */
@NullMarked
package io.carillon.insight;

import org.jspecify.annotations.NullMarked;
