/**
 * Carillon: one message, the first channel that works, never twice. Start at {@link io.carillon.campaign.CampaignResource}, where a
 * campaign comes in, and follow it to {@link io.carillon.orchestration.CampaignWorkflowImpl}, which reads like its story.
 *
 * <table>
 * <caption>Packages. A row may use rows above it, and nothing else; a test holds that, and this table.</caption>
 * <tr><th>package</th><th>holds</th></tr>
 * <tr><td>{@code database}</td><td>the way to PostgreSQL for set-based work, its clock, the schema's start</td></tr>
 * <tr><td>{@code problem}</td><td>problem+json and findings, in two languages</td></tr>
 * <tr><td>{@code vault}</td><td>the two keys: encryption and hashes of addresses</td></tr>
 * <tr><td>{@code access}</td><td>tokens, roles, who did what, repeated requests</td></tr>
 * <tr><td>{@code openapi}</td><td>what the OpenAPI document says beyond annotations</td></tr>
 * <tr><td>{@code channel}</td><td>the adapter contract, vendor accounts, results and reasons; below it an adapter for each vendor
 * product, which nobody imports</td></tr>
 * <tr><td>{@code profile}</td><td>people, addresses, consent, suppression, import</td></tr>
 * <tr><td>{@code segment}</td><td>rules, and the SQL they become</td></tr>
 * <tr><td>{@code message}</td><td>one message, its form for each channel, links and bindings</td></tr>
 * <tr><td>{@code outbox}</td><td>commands to Temporal as rows of the caller's transaction</td></tr>
 * <tr><td>{@code campaign}</td><td>definitions, channel policy, dry run, the life of a campaign up to its launch</td></tr>
 * <tr><td>{@code restraint}</td><td>gates: whether a message may leave now</td></tr>
 * <tr><td>{@code delivery}</td><td>the ledger and everything that moves it, in rooms of its own</td></tr>
 * <tr><td>{@code response}</td><td>receipts, opt-outs and events that come back</td></tr>
 * <tr><td>{@code orchestration}</td><td>everything that is Temporal</td></tr>
 * <tr><td>{@code insight}</td><td>who can be reached, progress, metrics</td></tr>
 * <tr><td>{@code sandbox}</td><td>the vendors, played on loopback; a program of its own</td></tr>
 * <tr><td>{@code launcher}</td><td>what {@code ./carillon} runs: the parts of an installation, demo, drill, bench; a program of its
 * own</td></tr>
 * </table>
 */
@NullMarked
package io.carillon;

import org.jspecify.annotations.NullMarked;
