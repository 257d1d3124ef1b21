/**
 * The vendors, played locally: servers on loopback that speak the vendors' own protocols, so that the real SDKs run
 * unchanged and only base URLs differ. Start at {@link io.carillon.sandbox.Sandbox}. One class per vendor behind
 * {@link io.carillon.sandbox.SandboxVendor}, named in {@code META-INF/services}; what they share is
 * {@link io.carillon.sandbox.SandboxKit}: the append-only file of accepted messages, faults on demand, and calls to
 * Carillon's hooks.
 *
 * <p>A process of its own that outlives the app. It shares no code with the adapters and does not know their packages,
 * so that a misread protocol shows.
 */
@NullMarked
package io.carillon.sandbox;

import org.jspecify.annotations.NullMarked;
