/**
 * What the OpenAPI document says beyond the annotations of resources: which problems every call may answer, what is always
 * there in an answer and what may be null, and that requests take no key they do not name. Worked out once, while building.
 * Start at {@link io.carillon.openapi.ProblemAnswers}. Knows no resource by name.
 */
@NullMarked
package io.carillon.openapi;

import org.jspecify.annotations.NullMarked;
