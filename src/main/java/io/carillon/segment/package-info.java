/**
 * Who: a rule tree over traits, tags, consent, addresses and lists becomes SQL with bind values only.
 *
 * <p>Start at {@link io.carillon.segment.SegmentCompiler} (rule to SQL) and {@link io.carillon.segment.ReachQuery} (whom a
 * rule finds and on which channels they can be reached).
 *
 * <p>This package reads people and never changes them; it knows no campaign, no message and no run. No text of a user ever
 * becomes part of a statement.
 */
@NullMarked
package io.carillon.segment;

import org.jspecify.annotations.NullMarked;
