package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks the app again and again to write something, and to read something, while its database cannot write. */
final class RefusedWrites {
    private final Ground ground;
    private final Map<String, Integer> answers = new TreeMap<>();
    private int reads;
    private int readsAnswered;
    private int alive;

    RefusedWrites(Ground ground) {
        this.ground = ground;
    }

    void tryOne() {
        try {
            // Larger than what is free in a page that has been written before.
            ground.api().postJson("/api/segments", Map.of("name", "drill " + reads, "rule", rule()));
            note("written");
        } catch (LaunchFailure refused) {
            String why = String.valueOf(refused.getMessage());
            note(why.replaceFirst("^(GET|POST) \\S+ ", "").replaceAll("\\s+", " "));
        }
        reads++;
        readsAnswered += isAnswered("/api/segments?limit=1") ? 1 : 0;
        alive += isAnswered("/q/health/live") ? 1 : 0;
    }

    private static Map<String, Object> rule() {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            parts.add(Map.of("trait", "city", "in", List.of("上海" + i, "杭州" + i, "苏州" + i, "南京" + i)));
        }
        return Map.of("any", parts);
    }

    private boolean isAnswered(String path) {
        try {
            ground.api().get(path);
            return true;
        } catch (LaunchFailure refused) {
            return false;
        }
    }

    private void note(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    /** What did not hold, in a sentence each. */
    List<String> breaches() {
        List<String> breaches = new ArrayList<>();
        // That the disk is full, while PostgreSQL lives; once it has stopped itself, that it is away.
        if (answers.keySet().stream().noneMatch(answer -> answer.startsWith("answered 503"))) {
            breaches.add("nobody was told that the database cannot write: " + answers);
        }
        if (answers.keySet().stream().anyMatch(answer -> answer.startsWith("answered 500"))) {
            breaches.add("a full disk was answered as an error of our own: " + answers);
        }
        if (alive < reads) {
            breaches.add("the app was not alive " + (reads - alive) + " times of " + reads);
        }
        return breaches;
    }

    @Override
    public String toString() {
        return "writes " + answers + ", reads answered " + readsAnswered + " of " + reads;
    }
}
