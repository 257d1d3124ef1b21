package io.carillon.campaign;

import io.carillon.message.Forms;
import io.carillon.segment.Compilation.Compiled;

/** A definition made ready to run: forms split, names written out, times as instants. Nothing of it is stored yet. */
record CampaignPlan(
        CampaignDefinition definition, Forms forms, Compiled rule, Schedule schedule, ChannelAccounts accounts) {}
