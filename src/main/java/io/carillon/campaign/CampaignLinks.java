package io.carillon.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where to go from a campaign; what does not apply to its state is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignLinks(
        String self,
        @Nullable String validate,
        @Nullable String launch,
        @Nullable String copy,
        @Nullable String progress,
        @Nullable String result,
        @Nullable String deliveries,
        @Nullable String temporal) {

    static CampaignLinks ofDraft(long id) {
        String self = "/api/campaigns/" + id;
        return new CampaignLinks(self, self + "/validate", self + "/launch", self + "/copy", null, null, null, null);
    }

    /** Of a run, or of a draft that was cancelled, whose figures are all nought and which is in no page of Temporal. */
    static CampaignLinks ofRun(long id, @Nullable URI temporal) {
        String self = "/api/campaigns/" + id;
        return new CampaignLinks(
                self,
                null,
                null,
                self + "/copy",
                self + "/progress",
                self + "/result",
                self + "/deliveries",
                temporal == null ? null : temporal.toString());
    }
}
