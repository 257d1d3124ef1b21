package io.carillon.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels in the marketer's order, and where each reason leads. Always complete: every rule for marketers has an
 * action. Immutable.
 *
 * @param steps 1 to 4, each kind once
 * @param actions for every {@link Reason.Rule} that is for marketers
 */
public record ChannelPolicy(List<Step> steps, Map<Reason.Rule, Action> actions) {

    /** Completes the table with the defaults. */
    public ChannelPolicy {
        EnumMap<Reason.Rule, Action> whole = new EnumMap<>(Reason.Rule.class);
        for (Reason.Rule rule : Reason.Rule.values()) {
            if (rule.isForMarketers()) {
                whole.put(rule, actions.getOrDefault(rule, RuleActions.byDefault(rule)));
            }
        }
        steps = List.copyOf(steps);
        actions = Collections.unmodifiableMap(whole);
    }

    /**
     * One channel of the order.
     *
     * @param waitFor what is waited for before {@code not_confirmed} arises; null where nothing is
     * @param openFor how long an accepted message stays open for bad news; with {@code waitFor} it is that wait's time
     */
    public record Step(ChannelKind kind, @Nullable AwaitedState waitFor, Duration openFor) {}

    /** What {@code waitFor} can wait for. */
    public enum AwaitedState {
        DELIVERED;

        /** The name in YAML and the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a reason does. */
    public enum Action {
        NEXT,
        STOP,
        WAIT,
        RETRY,
        LEAVE,
        REPEAT;

        /** The name in YAML and the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What this reason does in this policy; reasons that are not for marketers have a fixed action. */
    public Action action(Reason reason) {
        return switch (reason.rule()) {
            case PERSON -> Action.STOP;
            case BLOCKED, HOLD -> Action.WAIT;
            case RETRY -> Action.RETRY;
            default -> actions.get(reason.rule());
        };
    }

    /** As JSON in the words of the definition file: {@code order}, {@code waitFor}, {@code openFor}, {@code on}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var order = json.putArray("order");
        ObjectNode waits = json.putObject("waitFor");
        ObjectNode open = json.putObject("openFor");
        for (Step step : steps) {
            order.add(step.kind().id());
            open.put(step.kind().id(), step.openFor().toString());
            if (step.waitFor() != null) {
                waits.putObject(step.kind().id())
                        .put("state", step.waitFor().id())
                        .put("within", step.openFor().toString());
            }
        }
        ObjectNode on = json.putObject("on");
        actions.forEach((rule, action) -> on.put(rule.id(), action.id()));
        return json;
    }
}
