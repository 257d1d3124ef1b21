package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.drill.Accepted.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two campaigns of which a backup has that people wait: one that begins later, and one that has begun and holds people for its send window.
 * Nothing can have left to these people in the days that a restore loses, so each of them is to be sent to when it is time, once.
 */
final class LaterCampaigns {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZONE);
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm").withZone(ZONE);
    private static final Duration OPEN_FOR = Duration.ofHours(2);
    private static final String VENDOR = "smtp";
    private static final int MOST_SHOWN = 5;
    private static final Duration HELD_WITHIN = Duration.ofMinutes(2);
    static final String CAMPAIGN = """
            kind: campaign
            name: who waits is sent to
            purpose: marketing
            segment: { all: [ { trait: city, in: [%s] }, { tag: member } ] }
            message:
              defaultLocale: en
              title: { en: Later }
              text: { en: When it is time }
            channels: { order: [email], openFor: { email: 6s } }
            schedule: { start: %s, zone: Asia/Shanghai%s }
            """;

    private final Ground ground;
    private final Instant time;
    private final long scheduled;
    private final long windowed;
    private final Map<Long, Set<Long>> waiting = new HashMap<>();

    private LaterCampaigns(Ground ground, Instant time, long scheduled, long windowed) {
        this.ground = ground;
        this.time = time;
        this.scheduled = scheduled;
        this.windowed = windowed;
    }

    /**
     * Launches both, and waits until people are held.
     *
     * @param after how long they wait at least
     */
    static LaterCampaigns launch(Ground ground, Duration after) {
        Instant time = Instant.now().plus(after).plus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.MINUTES);
        return new LaterCampaigns(
                ground,
                time,
                launch(ground, CAMPAIGN.formatted("上海", START.format(time), "")),
                launchWindowed(ground, "杭州", time));
    }

    /** Launches one to a city that sends from then on only, and waits until people are held for it. */
    static long launchWindowed(Ground ground, String city, Instant opens) {
        String window = ", window: \"" + MINUTE.format(opens) + "-" + MINUTE.format(opens.plus(OPEN_FOR)) + "\"";
        long run = launch(ground, CAMPAIGN.formatted(city, "now", window));
        Outreach.await(
                ground.api(),
                run,
                progress -> progress.path("sum").path("held").asLong() > 0
                        && progress.path("sum").path("pending").asLong() == 0,
                HELD_WITHIN);
        return run;
    }

    private static long launch(Ground ground, String yaml) {
        long run = Outreach.create(ground.api(), yaml);
        Outreach.launch(ground.api(), run);
        return run;
    }

    /** Whom the restored database has as waiting, before anything is recovered. */
    void look() {
        waiting.put(windowed, waiting(windowed, "and state = 'held'"));
        waiting.put(scheduled, waiting(scheduled, ""));
    }

    /** Not those whose zone has that time hours later. */
    private Set<Long> waiting(long run, String more) {
        Set<Long> people = new HashSet<>();
        new Ledger(ground.database())
                .query(
                        "select id, due_at from delivery where run_id = ? and due_at > carillon_now() " + more,
                        run,
                        row -> {
                            if (row.getTimestamp("due_at").toInstant().isBefore(time.plus(OPEN_FOR))) {
                                people.add(row.getLong("id"));
                            }
                        });
        return people;
    }

    /** Sends to all who waited; the others of the one with a window are given up. */
    private JsonNode end(long run) {
        if (run == windowed) {
            Set<Long> people = waiting.getOrDefault(run, Set.of());
            long end = System.nanoTime() + Scene.AT_MOST.toNanos();
            while (System.nanoTime() < end && isAnyOpen(run, people)) {
                Outreach.pause();
            }
            ground.api().post("/api/campaigns/" + run + "/cancel", Map.of());
        }
        return Outreach.await(ground.api(), run, LaterCampaigns::isOver, Scene.AT_MOST);
    }

    /** Cancelled is a run with the answer to the cancel; its people are given up a moment later. */
    static boolean isOver(JsonNode progress) {
        JsonNode sum = progress.path("sum");
        return Outreach.isEnded(progress)
                && sum.path("held").asLong() + sum.path("pending").asLong() == 0;
    }

    private boolean isAnyOpen(long run, Set<Long> people) {
        boolean[] isOpen = {false};
        new Ledger(ground.database())
                .query(
                        "select id from delivery where run_id = ? and due_at is not null",
                        run,
                        row -> isOpen[0] |= people.contains(row.getLong("id")));
        return isOpen[0];
    }

    /** After the recovery; a breach where they were due already, so that nothing could be told. */
    void resume(Scene scene) {
        if (Instant.now().isAfter(time)) {
            scene.breach("the recovery took so long that nobody waited for a later time any more");
        }
        for (long run : List.of(scheduled, windowed)) {
            BackupRound.requirePaused(scene, run);
            ground.api().post("/api/campaigns/" + run + "/resume", Map.of());
        }
    }

    /** Waits until all were sent to; what does not hold goes to the scene. */
    void verify(Scene scene) {
        long fresh = 0;
        long all = 0;
        for (long run : List.of(scheduled, windowed)) {
            long audience = end(run).path("sum").path("audience").asLong();
            Audit.Evidence evidence = mails(Audit.evidence(ground, run));
            Audit audit = evidence.audit(audience);
            if (!audit.holds()) {
                scene.breach("campaign " + run + ": ledger and vendors differ: " + audit.examples());
            }
            Ledger ledger = new Ledger(ground.database());
            // One that had no audience yet has all of it now.
            Set<Long> people = waiting.getOrDefault(run, Set.of());
            Map<Long, Paths.Path> paths = Paths.of(ledger, run).people();
            if (run == scheduled && people.isEmpty()) {
                people = paths.keySet();
            }
            wrong(people, paths, evidence.messages()).forEach(scene::breach);
            Denials.wrong(scene.customers(), ledger, run, names(people, paths)).forEach(scene::breach);
            Uninvited.wrong(scene.customers(), paths, evidence.messages()).forEach(scene::breach);
            all += people.size();
            fresh += evidence.messages().stream()
                    .map(Message::delivery)
                    .filter(people::contains)
                    .count();
        }
        scene.console()
                .say(
                        "drill",
                        all + " people of two campaigns waited for a later time, " + fresh
                                + " messages to them left when it came");
    }

    private static Set<String> names(Set<Long> people, Map<Long, Paths.Path> paths) {
        return people.stream()
                .map(paths::get)
                .filter(Objects::nonNull)
                .map(Paths.Path::person)
                .collect(Collectors.toSet());
    }

    /** What does not hold of people who waited for a later time, in a sentence each. */
    static List<String> wrong(Set<Long> waiting, Map<Long, Paths.Path> paths, List<Message> messages) {
        Map<Long, Integer> taken = new HashMap<>();
        messages.forEach(message -> taken.merge(message.delivery(), 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        if (waiting.stream().noneMatch(taken::containsKey)) {
            wrong.add("nobody was sent to of " + waiting.size() + " people who waited for a later time");
        }
        for (long delivery : waiting) {
            Paths.Path path = paths.get(delivery);
            boolean isThrough = path != null
                    && path.steps().stream().noneMatch(step -> step.state().equals("unknown"))
                    && !path.state().equals("unknown")
                    && !path.steps().isEmpty();
            int own = taken.getOrDefault(delivery, 0);
            if (!isThrough || own > 1 || (path.state().equals("sent") && own != 1)) {
                wrong.add("delivery " + delivery + " waited for a later time, and is "
                        + (path == null ? "gone" : (path.state() + " " + path.reason()).strip()) + " with " + own
                        + " messages");
            }
        }
        return wrong.subList(0, Math.min(MOST_SHOWN, wrong.size()));
    }

    /** Without messages that carry no key and are another campaign's, whose rows the restore has lost. */
    private static Audit.Evidence mails(Audit.Evidence evidence) {
        List<Message> mails = evidence.messages().stream()
                .filter(message -> message.vendor().equals(VENDOR))
                .toList();
        return new Audit.Evidence(evidence.attempts(), mails, evidence.states(), evidence.mayRepeat());
    }
}
