/**
 * What {@code ./carillon} runs: one class for each command. Start at {@link io.carillon.launcher.Launcher}; the parts that
 * run on this machine are in {@code local}, the demo in {@code demo}, the fault rounds in {@code drill}, the measures in
 * {@code bench}. Plain Java without a container. Must not know the app from inside: it speaks REST, files and environment, and
 * takes from its code only how keys are made and values encrypted ({@code vault}) and the credentials that the stand-ins of vendors
 * accept ({@code sandbox}).
 */
@NullMarked
package io.carillon.launcher;

import org.jspecify.annotations.NullMarked;
