/**
 * A campaign as its author wrote it: reading the file, holding it against the schema, the channel policy, the dry run, the
 * life cycle up to the launch.
 *
 * <p>What becomes of a launched campaign is behind {@link io.carillon.campaign.RunLauncher}: this package knows no
 * deliveries, no attempts and no Temporal.
 */
@NullMarked
package io.carillon.campaign;

import org.jspecify.annotations.NullMarked;
