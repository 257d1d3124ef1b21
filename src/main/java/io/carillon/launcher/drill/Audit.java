package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Ledger.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a finished run's ledger against what the vendors took. Believes neither: every accepted attempt must have its message,
 * every message its attempt, and nobody two messages: nor one after a doubt, unless the policy says so.
 *
 * @param people in the audience, by the rows
 * @param messages that vendors took
 * @param lost attempts written down as accepted that no vendor has, people left without an end, and rows the sum misses
 * @param doubled second messages to one address or person of one kind, after a doubt too where the policy leaves it
 * @param unreported messages a vendor has and the ledger denies
 * @param unknown attempts left in doubt
 * @param examples keys of what is wrong, a few
 */
public record Audit(
        long people, long messages, long lost, long doubled, long unreported, long unknown, List<String> examples) {
    private static final int EXAMPLES = 20;
    private static final int KEY_PARTS = 3;
    private static final Set<String> TAKEN = Set.of("accepted", "delivered", "read", "undelivered");
    private static final Set<String> ENDED = Set.of("sent", "skipped", "failed", "unknown");
    private static final String DOUBT = "unknown";
    /** Of an attempt that a restored ledger has lost. */
    private static final String NO_CLAIM = "";

    private static final String PUSH = "push";

    /** Whether nothing was lost, doubled or denied. */
    public boolean holds() {
        return lost == 0 && doubled == 0 && unreported == 0;
    }

    /** The sums of both. */
    Audit and(Audit other) {
        List<String> all = new ArrayList<>(examples);
        all.addAll(other.examples);
        return new Audit(
                people + other.people,
                messages + other.messages,
                lost + other.lost,
                doubled + other.doubled,
                unreported + other.unreported,
                unknown + other.unknown,
                List.copyOf(all));
    }

    /**
     * Audits a run that has ended.
     *
     * @param audience how many people the app says there are
     */
    static Audit of(Ground ground, long run, long audience) {
        return evidence(ground, run).audit(audience);
    }

    /** Reads what an audit of a run that has ended is made from. */
    static Evidence evidence(Ground ground, long run) {
        Ledger ledger = new Ledger(ground.database());
        Map<String, Attempt> attempts = ledger.attempts(run);
        Map<String, Long> doubtful = ledger.doubtful(run);
        List<Message> messages = Names.of(ground, run, attempts, doubtful);
        attempts.putAll(lost(attempts, messages, Set.copyOf(doubtful.values())));
        return new Evidence(attempts, messages, ledger.states(run), ledger.mayRepeat(run));
    }

    /**
     * Ledger and vendors, side by side.
     *
     * @param attempts by key
     * @param messages that vendors took, each under the key of its attempt
     * @param states people by state
     * @param mayRepeat whether the run's policy lets a doubt be sent once more
     */
    record Evidence(
            Map<String, Attempt> attempts, List<Message> messages, Map<String, Long> states, boolean mayRepeat) {

        /**
         * Audits it.
         *
         * @param audience how many people the app says there are
         */
        Audit audit(long audience) {
            return new Work(attempts, messages, mayRepeat).audit(states, audience);
        }

        /** Keys of the messages that vendors have. */
        Set<String> taken() {
            return messages.stream().map(Message::key).collect(Collectors.toSet());
        }
    }

    /**
     * Messages that a restored ledger cannot know, because they left after the backup. Each must belong to somebody who is marked,
     * and counts as sent when others to the same address are looked for.
     */
    static Map<String, Attempt> lost(Map<String, Attempt> attempts, List<Message> messages, Set<Long> doubtful) {
        Map<String, Attempt> lost = new HashMap<>();
        for (Message message : messages) {
            String[] key = message.key().split("-");
            if (!attempts.containsKey(message.key()) && key.length == KEY_PARTS && key[1].matches("\\d+")) {
                long delivery = Long.parseLong(key[1]);
                if (doubtful.contains(delivery)) {
                    lost.put(message.key(), new Attempt(delivery, kind(message.vendor()), "accepted", NO_CLAIM));
                }
            }
        }
        return lost;
    }

    /** The channel of a vendor. */
    static String kind(String vendor) {
        return switch (vendor) {
            case "fcm" -> PUSH;
            case "smtp" -> "email";
            case "wechat" -> "wechat";
            default -> "sms";
        };
    }

    private static final class Work {
        private final Map<String, Attempt> attempts;
        private final List<Message> messages;
        private final boolean mayRepeat;
        private final List<String> examples = new ArrayList<>();
        private long lost;
        private long doubled;
        private long unreported;
        private long unknown;

        Work(Map<String, Attempt> attempts, List<Message> messages, boolean mayRepeat) {
            this.attempts = attempts;
            this.messages = messages;
            this.mayRepeat = mayRepeat;
        }

        Audit audit(Map<String, Long> states, long audience) {
            Map<String, Integer> takenByKey = new HashMap<>();
            messages.forEach(message -> takenByKey.merge(message.key(), 1, Integer::sum));
            attempts.forEach((key, attempt) -> check(key, attempt, takenByKey.getOrDefault(key, 0)));
            checkMessages(takenByKey);
            checkAddresses();
            checkPeople();
            long people = states.values().stream().mapToLong(Long::longValue).sum();
            lost += Math.abs(audience - people);
            states.forEach((state, count) -> {
                if (!ENDED.contains(state)) {
                    lost += count;
                    note(count + " people are still " + state);
                }
            });
            return new Audit(people, messages.size(), lost, doubled, unreported, unknown, List.copyOf(examples));
        }

        private void check(String key, Attempt attempt, int taken) {
            if (attempt.state().equals(DOUBT)) {
                unknown++;
            } else if (TAKEN.contains(attempt.state()) && taken == 0) {
                lost++;
                note(key + " is " + attempt.state() + " and no vendor has it");
            } else if (!TAKEN.contains(attempt.state()) && taken > 0) {
                unreported++;
                note(key + " is " + attempt.state() + " and a vendor has it");
            }
        }

        private void checkMessages(Map<String, Integer> takenByKey) {
            takenByKey.forEach((key, taken) -> {
                if (!attempts.containsKey(key)) {
                    unreported++;
                    note(key + " is at a vendor and not in the ledger");
                } else if (taken > 1) {
                    doubled += taken - 1;
                    note(key + " was taken " + taken + " times");
                }
            });
        }

        /** Two messages of one kind to one address, whoever took them, neither of them reported undelivered; a doubt is one that may have arrived. */
        private void checkAddresses() {
            Map<String, String> first = new HashMap<>();
            for (Message message : messages) {
                Attempt attempt = attempts.get(message.key());
                if (attempt == null || !mayHaveArrived(attempt)) {
                    continue;
                }
                String before = first.putIfAbsent(kind(message.vendor()) + '\n' + message.to(), message.key());
                if (before != null && !before.equals(message.key())) {
                    doubled++;
                    note(before + " and " + message.key() + " went to one address");
                }
            }
        }

        /**
         * Two messages of one kind to one person; push has one for each device. Why another address of theirs was tried in a time that
         * the ledger lost cannot be known.
         */
        private void checkPeople() {
            Map<String, String> first = new HashMap<>();
            attempts.forEach((key, attempt) -> {
                boolean isLost = attempt.isLost();
                if (!attempt.kind().equals(PUSH) && mayHaveArrived(attempt) && !isLost) {
                    String before = first.putIfAbsent(attempt.delivery() + attempt.kind(), key);
                    if (before != null) {
                        doubled++;
                        note(before + " and " + key + " went to one person");
                    }
                }
            });
        }

        /** Under a policy that repeats, a doubt may be followed by another message. */
        private boolean mayHaveArrived(Attempt attempt) {
            return attempt.state().equals(DOUBT)
                    ? !mayRepeat
                    : TAKEN.contains(attempt.state()) && !attempt.state().equals("undelivered");
        }

        private void note(String example) {
            if (examples.size() < EXAMPLES) {
                examples.add(example);
            }
        }
    }
}
