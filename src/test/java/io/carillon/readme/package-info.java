/**
 * Holds the README and the files under {@code docker} to the code: tables list what there is, commands answer. Start at
 * {@link io.carillon.readme.Readme}.
 */
package io.carillon.readme;
