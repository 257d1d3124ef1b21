package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * R5: the same people and the same campaign three times, each on ground of its own: receipts in order; doubled and shuffled, which
 * must end in the same figures; and a tenth of them lost, which must end as if those had not come yet.
 */
public final class ReceiptsRound implements Round {
    @Override
    public String name() {
        return "R5";
    }

    @Override
    public String story() {
        return "receipts doubled and shuffled end as in order; with a tenth lost nobody is sent to twice";
    }

    @Override
    public Report play(Stage stage) {
        Part inOrder = new Part(List.of());
        inOrder.play(part(stage, "in-order"));
        Part bent = new Part(List.of(
                Map.of("vendor", "*", "kind", "RECEIPT_DOUBLED", "share", 0.5, "seconds", 1),
                Map.of("vendor", "*", "kind", "RECEIPT_SHUFFLED", "seconds", 0.5)));
        Report bentReport = bent.play(part(stage, "bent"));
        Part lossy = new Part(List.of(Map.of("vendor", "*", "kind", "RECEIPT_LOST", "share", 0.1)));
        Report lossyReport = lossy.play(part(stage, "lossy"));
        List<String> breaches = new java.util.ArrayList<>(bentReport.breaches());
        breaches.addAll(lossyReport.problems());
        if (!inOrder.figures.equals(bent.figures)) {
            breaches.add("in order " + inOrder.figures + ", bent " + bent.figures);
        }
        long confirmed = inOrder.confirmed();
        long fewer = lossy.confirmed();
        // Whose receipt was lost may go on and be confirmed elsewhere; more than in order there cannot be.
        if (fewer >= confirmed || fewer < confirmed / 2) {
            breaches.add(fewer + " confirmed with a tenth of the receipts lost, " + confirmed + " in order");
        }
        return new Report(
                name(),
                bentReport.audit(),
                bentReport.samples() + lossyReport.samples(),
                bentReport.wrongSums(),
                bent.receiptFaults + lossy.receiptFaults > 0 ? 1 : 0,
                1,
                0,
                bentReport.took(),
                breaches);
    }

    private static Stage part(Stage stage, String name) {
        return new Stage(
                stage.outer(), stage.folder().resolve(name), stage.recipients(), stage.seed(), stage.console());
    }

    /** One of the campaigns. */
    private final class Part extends CampaignRound {
        private final List<Map<String, Object>> faults;
        private final Map<String, Long> figures = new TreeMap<>();
        private long receiptFaults;

        Part(List<Map<String, Object>> faults) {
            this.faults = faults;
        }

        @Override
        public String name() {
            return ReceiptsRound.this.name();
        }

        @Override
        public String story() {
            return ReceiptsRound.this.story();
        }

        @Override
        public Report play(Stage stage) {
            Path folder = stage.folder();
            if (!folder.toFile().mkdirs() && !folder.toFile().isDirectory()) {
                throw new io.carillon.launcher.local.LaunchFailure("The folder " + folder + " cannot be made.");
            }
            return super.play(stage);
        }

        @Override
        protected void prepare(Ground ground) {
            faults.forEach(fault -> ground.sandbox().postJson("/faults", fault));
        }

        @Override
        protected void disturb(Scene scene) {}

        @Override
        protected int faultsAsked() {
            return 0;
        }

        @Override
        protected long unknownBound(Scene scene) {
            return 0;
        }

        @Override
        protected void verify(Scene scene, Audit audit) {
            figures.putAll(new Ledger(scene.ground().database()).attemptStates(scene.run()));
            for (JsonNode fault : scene.ground().sandbox().get("/faults").path("items")) {
                receiptFaults += fault.path("fired").asLong();
            }
        }

        long confirmed() {
            return figures.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith(" delivered"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }
}
