/**
 * The vendors' SDKs as their own pages show them, at the sandbox: nothing of ours around the call. Start at
 * {@link io.carillon.launcher.bench.bare.BareSdk}. The only place outside the adapters that may know an SDK, and the only reason is to
 * compare; must not know Carillon's adapters.
 */
@NullMarked
package io.carillon.launcher.bench.bare;

import org.jspecify.annotations.NullMarked;
