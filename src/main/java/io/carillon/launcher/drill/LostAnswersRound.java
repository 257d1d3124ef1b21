package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * R4b: vendors that can be asked take messages without an answer, or break calls off before they take any, and no receipt ever comes. What
 * they took is found by asking, also where a call carried many; what they did not take stays in doubt.
 */
public final class LostAnswersRound extends CampaignRound {
    /** Vendors who list what they took. */
    static final Set<String> ASKED = Set.of("aliyun", "twilio");

    private static final String DOUBT = "unknown";
    /** A doubt is looked up about a minute and a half after its claim; all of them are asked about one after the other. */
    static final Duration FOUND_WITHIN = Duration.ofMinutes(6);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final double SHARE = 0.2;

    private long bound;

    @Override
    public String name() {
        return "R4b";
    }

    @Override
    public String story() {
        return "Aliyun and Twilio take messages and do not answer, or break off, and report nothing: what they took is found by asking";
    }

    /** The first rule that fits is shown: calls are lost after they were taken, and of those that are left some before. */
    @Override
    protected void prepare(Stage stage, Ground ground) {
        for (String vendor : ASKED) {
            for (String kind : List.of("ACCEPT_THEN_RESET", "RESET")) {
                ground.sandbox().postJson("/faults", Map.of("vendor", vendor, "kind", kind, "share", SHARE));
            }
            ground.sandbox().postJson("/faults", Map.of("vendor", vendor, "kind", "RECEIPT_LOST"));
        }
    }

    /** The vendors do. */
    @Override
    protected void disturb(Scene scene) {}

    @Override
    protected int faultsAsked() {
        return ASKED.size() * 2;
    }

    @Override
    protected long unknownBound(Scene scene) {
        return bound;
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        for (JsonNode fault : scene.ground().sandbox().get("/faults").path("items")) {
            if (fault.path("kind").asText().endsWith("RESET")
                    && fault.path("fired").asLong() > 0) {
                scene.fault(
                        fault.path("vendor").asText() + " " + fault.path("kind").asText());
            }
        }
        bound = AskedFault.inDoubt(scene.ground().sandbox().get("/faults").path("items"));
        // Asking must not be broken off as sending was.
        scene.ground().sandbox().delete("/faults");
        Audit.Evidence before = Audit.evidence(scene.ground(), scene.run());
        Audit.Evidence after = before;
        long end = System.nanoTime() + FOUND_WITHIN.toNanos();
        while (!taken(after).isEmpty() && System.nanoTime() < end) {
            Pause.of(LOOK);
            after = Audit.evidence(scene.ground(), scene.run());
        }
        scene.console()
                .say(
                        "drill",
                        doubts(before) + " messages were in doubt at the end of the run, "
                                + (doubts(before) - doubts(after)) + " were found, and " + doubts(after)
                                + " are left that no vendor has");
        if (!taken(after).isEmpty()) {
            scene.breach("messages that vendors list were not found: " + taken(after));
        }
        Audit again = after.audit(audit.people());
        if (!again.holds()) {
            scene.breach("after the doubts were looked up: " + again);
        }
        if (doubts(after) == 0) {
            scene.breach("nothing is left in doubt, although calls were broken off before they were taken");
        }
        ReceiptsPart.reconcile(scene);
    }

    /** How many messages in doubt each vendor who can be asked has. */
    private static Map<String, Long> taken(Audit.Evidence evidence) {
        return evidence.messages().stream()
                .filter(message -> ASKED.contains(message.vendor()))
                .filter(message -> isInDoubt(evidence.attempts().get(message.key())))
                .collect(Collectors.groupingBy(Accepted.Message::vendor, TreeMap::new, Collectors.counting()));
    }

    private static boolean isInDoubt(Ledger.@Nullable Attempt attempt) {
        return attempt != null && attempt.state().equals(DOUBT);
    }

    private static long doubts(Audit.Evidence evidence) {
        return evidence.attempts().values().stream()
                .filter(attempt -> attempt.state().equals(DOUBT))
                .count();
    }
}
