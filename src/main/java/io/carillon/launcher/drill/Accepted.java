package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the sandbox's vendors took, asked over its REST. */
final class Accepted {
    private static final int PAGE = 1_000;
    private static final String CALL = "call-";

    private final CarillonApi sandbox;

    Accepted(CarillonApi sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * A message that a vendor took.
     *
     * @param key our key, as {@code run-delivery-no}; of a call with many messages, that of its first one
     * @param isOfCall whether the key is that of a call
     * @param told what receipts for it said that were taken, such as {@code delivered}; none if there was no such receipt
     */
    record Message(String vendor, String key, boolean isOfCall, String to, Set<String> told) {

        /** Whether a receipt for it was sent, and taken. */
        boolean isTold() {
            return !told.isEmpty();
        }

        /** The same under its own key. */
        Message named(String own) {
            return new Message(vendor, own, false, to, told);
        }

        /** The delivery that its key names; -1 if it names none. */
        long delivery() {
            String[] parts = key.split("-");
            return parts.length > 1 && parts[1].matches("\\d+") ? Long.parseLong(parts[1]) : -1;
        }
    }

    long count() {
        return sandbox.get("/accepted/count").path("total").asLong();
    }

    /** Messages of a run whose calls carry its keys. */
    long count(long run) {
        return sandbox.get("/accepted/count?by=to&keyPrefix=" + run + "-")
                .path("messages")
                .asLong();
    }

    /** When a vendor took its messages, in milliseconds and in order. */
    List<Long> times(String vendor) {
        List<Long> times = new ArrayList<>();
        String after = "0";
        while (true) {
            JsonNode page = sandbox.get("/accepted?vendor=" + vendor + "&limit=" + PAGE + "&after=" + after);
            page.path("items")
                    .forEach(line ->
                            times.add(Instant.parse(line.path("at").asText()).toEpochMilli()));
            if (page.path("next").isNull() || page.path("next").isMissingNode()) {
                Collections.sort(times);
                return times;
            }
            after = page.path("next").asText();
        }
    }

    /** All messages of a run. Fits in memory for audiences of drills. */
    List<Message> ofRun(long run) {
        return ofRun(run, Map.of());
    }

    /**
     * The same, where a ledger may have found a message by asking the vendor: it then stands at the attempt of that person that was in
     * doubt, though it carries the key of another one that the ledger has lost.
     *
     * @param found keys of attempts by the vendor's ids that they have
     */
    List<Message> ofRun(long run, Map<String, String> found) {
        List<Message> messages = new ArrayList<>();
        Map<String, Set<String>> told = told();
        String after = "0";
        while (true) {
            JsonNode page = sandbox.get("/accepted?limit=" + PAGE + "&after=" + after);
            for (JsonNode line : page.path("items")) {
                String key = line.path("key").asText();
                boolean isOfCall = key.startsWith(CALL);
                String own = isOfCall ? key.substring(CALL.length()) : key;
                // Some vendors carry no key of ours; what is told by the address alone is told apart later.
                if (own.isEmpty() || own.startsWith(run + "-")) {
                    messages.add(new Message(
                            line.path("vendor").asText(),
                            held(own, found.get(line.path("vendorId").asText())),
                            isOfCall,
                            line.path("to").asText(),
                            told.getOrDefault(name(line), Set.of())));
                }
            }
            if (page.path("next").isNull() || page.path("next").isMissingNode()) {
                return messages;
            }
            after = page.path("next").asText();
        }
    }

    private static String held(String key, @Nullable String holder) {
        return holder != null && person(holder).equals(person(key)) ? holder : key;
    }

    private static String person(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('-')));
    }

    /** What receipts told that were taken, by the messages' names at the sandbox. */
    private Map<String, Set<String>> told() {
        Map<String, Set<String>> told = new HashMap<>();
        String after = "0";
        while (true) {
            JsonNode page = sandbox.get("/receipts/taken?limit=" + PAGE + "&after=" + after);
            if (page.path("leftOut").asLong() > 0) {
                throw new LaunchFailure(
                        "The sandbox does not remember the receipts of so many messages: play with fewer recipients.");
            }
            for (JsonNode item : page.path("items")) {
                Set<String> all = new HashSet<>();
                item.path("told").forEach(one -> all.add(one.asText()));
                told.put(name(item), all);
            }
            if (page.path("next").isNull() || page.path("next").isMissingNode()) {
                return told;
            }
            after = page.path("next").asText();
        }
    }

    private static String name(JsonNode message) {
        return message.path("vendor").asText()
                + '\n'
                + message.path("vendorId").asText()
                + '\n'
                + message.path("to").asText();
    }
}
