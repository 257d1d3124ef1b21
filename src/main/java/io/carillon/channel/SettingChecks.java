package io.carillon.channel;

import java.util.List;

/** Checks that accounts of every vendor have in common. What is wrong is added. */
public final class SettingChecks {
    private SettingChecks() {}

    /** A setting that is left out, or a whole number within bounds; of at most six digits. */
    public static void whole(VendorAccount account, String key, int least, int most, List<SettingProblem> problems) {
        String text = account.setting(key, "");
        boolean isFine = text.isEmpty()
                || text.matches("\\d{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
        if (!isFine) {
            problems.add(SettingProblem.setting(key, "setting.whole", least, most));
        }
    }

    /** How long one call may take, in milliseconds, and how many at the same time pay off. */
    public static void pace(
            VendorAccount account, int leastMillis, int mostMillis, int mostCalls, List<SettingProblem> problems) {
        whole(account, "callTimeoutMillis", leastMillis, mostMillis, problems);
        whole(account, "concurrency", 1, mostCalls, problems);
    }
}
