package io.carillon.sandbox;

import java.util.Map;

/**
 * How people on the far side behave: a pure function of address and seed, so that a number that does not exist is refused
 * by every vendor and every time. Shares are settings {@code {vendor}.refused} and {@code {vendor}.undelivered}.
 */
final class Outcomes {
    /** The setting that switches people's behaviour off. */
    static final String SWITCH = "outcomes";
    /** The value of {@link #SWITCH} that lets everything arrive. */
    static final String ALL_DELIVERED = "all-delivered";

    // Shares as shops commonly see them: a few dead numbers and tokens, mailboxes that bounce on an old list.
    private static final Map<String, double[]> USUAL = Map.of(
            "twilio", new double[] {0.02, 0.035},
            "aliyun", new double[] {0.02, 0.035},
            "smtp", new double[] {0.01, 0.15},
            "fcm", new double[] {0.03, 0},
            "wechat", new double[] {0.05, 0});

    private final Map<String, String> settings;
    private final long seed;
    private final boolean isOff;

    Outcomes(Map<String, String> settings, long seed) {
        this.settings = settings;
        this.seed = seed;
        String choice = settings.getOrDefault(SWITCH, "");
        if (!choice.isEmpty() && !choice.equals(ALL_DELIVERED)) {
            throw new SandboxFailure("Setting '" + SWITCH + "' knows only '" + ALL_DELIVERED + "'", null);
        }
        this.isOff = choice.equals(ALL_DELIVERED);
        settings.keySet().stream()
                .filter(key -> key.endsWith(".refused") || key.endsWith(".undelivered"))
                .forEach(key -> share(key, 0));
    }

    SandboxKit.Outcome of(String vendor, String address) {
        if (isOff) {
            return SandboxKit.Outcome.DELIVERED;
        }
        double[] usual = USUAL.getOrDefault(vendor, new double[2]);
        double refused = share(vendor + ".refused", usual[0]);
        double undelivered = share(vendor + ".undelivered", usual[1]);
        double place = Hash.share(seed, address);
        if (place < refused) {
            return SandboxKit.Outcome.REFUSED;
        }
        return place < refused + undelivered ? SandboxKit.Outcome.UNDELIVERED : SandboxKit.Outcome.DELIVERED;
    }

    private double share(String key, double otherwise) {
        String text = settings.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new SandboxFailure("Setting '" + key + "' must be a share from 0 to 1, such as 0.02", null);
    }
}
