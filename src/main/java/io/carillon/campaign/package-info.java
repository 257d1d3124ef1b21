/**
 * A campaign as its author wrote it: reading the file, holding it against the schema, the channel policy, the dry run, the
 * life cycle up to the launch.
 *
 * <p>Start at {@link io.carillon.campaign.CampaignResource}, which has a method for each step of that life. What becomes of a
 * launched campaign is behind {@link io.carillon.campaign.RunLauncher}: this package knows no deliveries, no attempts and no Temporal.
 */
@NullMarked
package io.carillon.campaign;

import org.jspecify.annotations.NullMarked;
