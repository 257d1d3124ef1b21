package io.carillon.campaign;

import io.carillon.message.Forms;
import io.carillon.message.TextPlaces;
import io.carillon.segment.Compilation.Compiled;

/**
 * A definition made ready to run: forms split, names written out, times as instants. Nothing of it is stored yet.
 *
 * @param places where in the message the forms' texts stand
 */
record CampaignPlan(
        CampaignDefinition definition,
        Forms forms,
        TextPlaces places,
        Compiled rule,
        Schedule schedule,
        ChannelAccounts accounts) {}
