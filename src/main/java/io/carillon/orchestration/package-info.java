/**
 * Everything that is Temporal: workflows, activities, ids, queues, client and workers. Nothing else imports it.
 *
 * <p>Start at {@link io.carillon.orchestration.CampaignWorkflowImpl}, which reads like the story of a campaign, then
 * {@link io.carillon.orchestration.BatchWorkflowImpl}, the durable clock over a batch's rows. Their inputs are ids: a workflow may
 * be started anew at any time and goes on from the database. {@link io.carillon.orchestration.OutboxRelay} carries commands here,
 * {@link io.carillon.orchestration.Names} is the one place for ids, queues and search attributes.
 *
 * <p>Nothing here decides who is sent to, and nothing personal may enter a payload, id, summary or failure.
 */
@NullMarked
package io.carillon.orchestration;

import org.jspecify.annotations.NullMarked;
