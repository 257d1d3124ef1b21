/** Carillon: one message, the first channel that works, never twice. */
@org.jspecify.annotations.NullMarked
package io.carillon;
