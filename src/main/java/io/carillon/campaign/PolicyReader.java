package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.campaign.ChannelPolicy.Action;
import io.carillon.campaign.ChannelPolicy.AwaitedState;
import io.carillon.campaign.ChannelPolicy.Step;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.problem.FindingList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the part {@code channels} of a definition that fits the schema. */
final class PolicyReader {
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private final JsonNode channels;
    private final FindingList findings;
    private final Map<Reason.Rule, Action> actions = new EnumMap<>(Reason.Rule.class);

    PolicyReader(JsonNode channels, FindingList findings) {
        this.channels = channels;
        this.findings = findings;
    }

    /** The policy; what does not fit is told to the findings. */
    ChannelPolicy read() {
        List<Step> steps = new ArrayList<>();
        for (JsonNode id : channels.get("order")) {
            steps.add(step(ChannelKind.of(id.textValue())));
        }
        Set<String> ordered = steps.stream().map(step -> step.kind().id()).collect(Collectors.toSet());
        onlyOrdered("waitFor", ordered);
        onlyOrdered("openFor", ordered);
        channels.path("on")
                .properties()
                .forEach(entry -> action(entry.getKey(), entry.getValue().textValue()));
        boolean isWaiting = steps.stream().anyMatch(step -> step.waitFor() != null);
        if (!isWaiting && actions.containsKey(Reason.Rule.NOT_CONFIRMED)) {
            findings.warning("/channels/on/not_confirmed", "never_confirmed");
        }
        return new ChannelPolicy(steps, actions);
    }

    /** The rules that the author named. */
    Set<Reason.Rule> written() {
        return Set.copyOf(actions.keySet());
    }

    /** How long a channel stays open when the author says nothing: as long as its vendors usually take for bad news. */
    static Duration openByDefault(ChannelKind kind) {
        return switch (kind) {
            case SMS -> Duration.ofHours(2);
            case EMAIL -> Duration.ofMinutes(15);
            case WECHAT -> Duration.ofMinutes(10);
            case PUSH -> Duration.ZERO;
        };
    }

    private Step step(ChannelKind kind) {
        JsonNode wait = channels.path("waitFor").path(kind.id());
        JsonNode open = channels.path("openFor").path(kind.id());
        Duration openFor = open.isTextual()
                ? duration(open.textValue(), "/channels/openFor/" + kind.id(), Duration.ZERO)
                : openByDefault(kind);
        if (!wait.isObject()) {
            return new Step(kind, null, openFor);
        }
        if (open.isTextual()) {
            findings.warning("/channels/openFor/" + kind.id(), "open_for_unused", kind.id());
        }
        AwaitedState state = AwaitedState.valueOf(wait.get("state").textValue().toUpperCase(Locale.ROOT));
        String place = "/channels/waitFor/" + kind.id() + "/within";
        return new Step(kind, state, duration(wait.get("within").textValue(), place, Duration.ofSeconds(1)));
    }

    private Duration duration(String text, String place, Duration shortest) {
        Duration read = WrittenDuration.of(text);
        if (read.compareTo(shortest) < 0 || read.compareTo(LONGEST_WAIT) > 0) {
            findings.error(
                    place, "duration_out_of_range", text, shortest.toSeconds() + "s - " + LONGEST_WAIT.toDays() + "d");
        }
        return read;
    }

    private void onlyOrdered(String key, Set<String> ordered) {
        channels.path(key).fieldNames().forEachRemaining(channel -> {
            if (!ordered.contains(channel)) {
                findings.error("/channels/" + key + "/" + channel, "not_in_order", channel, String.join(", ", ordered));
            }
        });
    }

    private void action(String ruleId, @Nullable String actionId) {
        Reason.Rule rule = Reason.Rule.valueOf(ruleId.toUpperCase(Locale.ROOT));
        Action action = Action.valueOf(String.valueOf(actionId).toUpperCase(Locale.ROOT));
        List<Action> allowed = RuleActions.allowed(rule);
        if (allowed.contains(action)) {
            actions.put(rule, action);
            return;
        }
        String known = allowed.stream().map(Action::id).collect(Collectors.joining(", "));
        boolean isPlanned = rule == Reason.Rule.UNKNOWN && (action == Action.NEXT || action == Action.REPEAT);
        findings.error(
                "/channels/on/" + ruleId, isPlanned ? "action_not_yet" : "action_not_allowed", actionId, known, ruleId);
    }
}
