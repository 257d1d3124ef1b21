package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a vendor is to show: by its first calls a few times for certain, then by a share of those that follow.
 *
 * @param least by so many calls for certain
 * @param share of the calls after these, 0 for none
 * @param most how often by share; 0 for as often as it happens
 * @param seconds of Retry-After, 0 where there is none
 */
record AskedFault(String vendor, String kind, int least, double share, int most, int seconds) {
    private static final int ENOUGH_CALLS = 50;
    private static final Set<String> DOUBTS = Set.of("HANG", "SERVER_ERROR", "ACCEPT_THEN_RESET", "RESET");

    /** Asks the sandbox for it. */
    void at(CarillonApi sandbox) {
        Map<String, Object> certain = rule();
        certain.put("times", least);
        sandbox.postJson("/faults", certain);
        if (share > 0) {
            Map<String, Object> more = rule();
            more.put("share", share);
            if (most > 0) {
                more.put("times", most);
            }
            sandbox.postJson("/faults", more);
        }
    }

    private Map<String, Object> rule() {
        Map<String, Object> rule = new HashMap<>(Map.of("vendor", vendor, "kind", kind));
        if (seconds > 0) {
            rule.put("seconds", seconds);
        }
        return rule;
    }

    /** How many messages vendors were asked to leave in doubt: all that a call carried. A mail server's 451 says that nothing was sent. */
    static long inDoubt(JsonNode faults) {
        long messages = 0;
        for (JsonNode fault : faults) {
            String kind = fault.path("kind").asText();
            boolean isTold =
                    kind.equals("SERVER_ERROR") && fault.path("vendor").asText().equals("smtp");
            if (DOUBTS.contains(kind) && !isTold) {
                messages += fault.path("messages").asLong();
            }
        }
        return messages;
    }

    /** How often it was shown. */
    long shown(JsonNode faults) {
        long shown = 0;
        for (JsonNode fault : faults) {
            if (fault.path("vendor").asText().equals(vendor)
                    && fault.path("kind").asText().equals(kind)) {
                shown += fault.path("fired").asLong();
            }
        }
        return shown;
    }

    /** Whether its share of the calls that it was asked for is far from what it should be; too few calls tell nothing. */
    private boolean isShareOff(JsonNode faults) {
        for (JsonNode fault : faults) {
            boolean isIts = fault.path("vendor").asText().equals(vendor)
                    && fault.path("kind").asText().equals(kind)
                    && fault.path("share").asDouble(1) < 1;
            long calls = fault.path("asked").asLong();
            if (isIts && calls >= ENOUGH_CALLS) {
                double shown = (double) fault.path("fired").asLong() / calls;
                return shown < share / 2 || shown > share * 2;
            }
        }
        return false;
    }

    /** Those that were shown less often than asked, in a sentence each: a round without them proves nothing about them. */
    static List<String> lacking(List<AskedFault> asked, JsonNode faults) {
        List<String> lacking = new ArrayList<>();
        for (AskedFault fault : asked) {
            if (fault.shown(faults) < fault.least()) {
                lacking.add(fault.vendor() + " showed " + fault.kind() + " only " + fault.shown(faults) + " of "
                        + fault.least() + " times");
            }
            if (fault.share() > 0 && fault.most() == 0 && fault.isShareOff(faults)) {
                lacking.add(fault.vendor() + " was asked for a share of " + fault.share() + " of " + fault.kind()
                        + ", and showed another: " + faults);
            }
        }
        return lacking;
    }
}
