/**
 * The demo: made-up customers, imported and written to over REST as a user would, and the result printed. Start at
 * {@link io.carillon.launcher.demo.Demo}. Every figure it prints comes from the app; it must not look into the database.
 */
@NullMarked
package io.carillon.launcher.demo;

import org.jspecify.annotations.NullMarked;
