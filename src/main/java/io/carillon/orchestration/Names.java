package io.carillon.orchestration;

import io.carillon.channel.ChannelKind;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.util.List;
import java.util.Locale;

/** Ids, task queues and search attributes, in one place. */
public final class Names {
    /** The run's id. */
    public static final SearchAttributeKey<String> RUN = SearchAttributeKey.forKeyword("CarillonRun");
    /** Where a run or batch stands, such as {@code sending}. */
    public static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("CarillonStage");
    /** Channels that have rows due or waiting. */
    public static final SearchAttributeKey<List<String>> CHANNEL = SearchAttributeKey.forKeywordList("CarillonChannel");
    /** Why something waits or is stopped. */
    public static final SearchAttributeKey<List<String>> REASON = SearchAttributeKey.forKeywordList("CarillonReason");

    private Names() {}

    /** The id of a run's workflow. */
    public static String run(long run) {
        return "campaign:" + run;
    }

    /** The id of a batch's workflow; four digits, so that a list is in order. */
    public static String batch(long run, int batch) {
        return String.format(Locale.ROOT, "campaign:%d:batch:%04d", run, batch);
    }

    /** By which everything of a run is found in Temporal. */
    static SearchAttributes ofRun(long run) {
        return SearchAttributes.newBuilder().set(RUN, String.valueOf(run)).build();
    }

    /** The queue of workflows and of activities that send nothing. */
    public static String controlQueue(String installation) {
        return "carillon-" + installation + "-control";
    }

    /** The queue of a channel's dispatches, next to the control queue of the same installation. */
    public static String sendQueue(String controlQueue, ChannelKind channel) {
        return controlQueue.replaceAll("-control$", "-send-" + channel.id());
    }
}
