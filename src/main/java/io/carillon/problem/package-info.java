/**
 * How Carillon says no. Start at {@link io.carillon.problem.Problem}, which becomes problem+json with a stable type;
 * {@link io.carillon.problem.Finding} names a place, what was found there and what was expected.
 * {@link io.carillon.problem.ErrorAnswers} does the same for whatever is thrown, {@link io.carillon.problem.Language} says in
 * which language. Knows nothing of what the problems are about.
 */
@NullMarked
package io.carillon.problem;

import org.jspecify.annotations.NullMarked;
