package io.carillon.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchFailure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A campaign's figures as {@code GET /api/campaigns/{id}/result} gives them. A figure that a channel cannot have is null. */
record CampaignResult(
        long id,
        String name,
        String state,
        long durationSeconds,
        long people,
        List<Channel> channels,
        Reasons wentOn,
        Reasons notReached,
        List<Gap> worthClosing,
        Sum sum,
        Map<String, String> links) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** One channel's funnel. */
    record Channel(
            String channel,
            @Nullable Long tried,
            @Nullable Long refused,
            @Nullable Long accepted,
            @Nullable Long undelivered,
            @Nullable Long delivered,
            @Nullable Long notConfirmed,
            @Nullable Long unknown,
            @Nullable Long parts,
            @Nullable List<Cost> costs) {}

    /** Money spent. */
    record Cost(BigDecimal amount, String currency) {}

    /** A count, split by reason in the order in which it is to be printed. */
    record Reasons(long total, Map<String, Long> byReason) {}

    /** People whom one more address would make reachable. */
    record Gap(String text, long people, String href) {}

    /**
     * The sum that must hold.
     *
     * @param byReason people by state and reason; null where the app does not say
     */
    record Sum(
            long audience,
            long sent,
            long held,
            long skipped,
            long failed,
            long unknown,
            long pending,
            boolean holds,
            @Nullable Map<String, Map<String, Long>> byReason) {

        /** Whether it holds by our own addition, not only by the app's word. */
        boolean addsUp() {
            return holds && audience == sent + held + skipped + failed + unknown + pending;
        }
    }

    /** Whether the sum adds up and is over the same people as the head line. */
    boolean addsUp() {
        return sum.addsUp() && sum.audience() == people;
    }

    static CampaignResult from(JsonNode json) {
        try {
            return JSON.treeToValue(json, CampaignResult.class);
        } catch (JsonProcessingException unfit) {
            throw new LaunchFailure("The app's result cannot be read: " + unfit.getOriginalMessage(), unfit);
        }
    }
}
