package io.carillon.launcher.drill;

import java.time.Duration;
import java.util.List;

/** All rounds, in full and in short. */
public final class Rounds {
    private static final int KILLS = 10;

    private Rounds() {}

    /**
     * As {@code ./carillon drill} plays them.
     *
     * @param old whose build the upgrade begins with; empty for one release back
     */
    public static List<Round> full(String old) {
        return List.of(
                new KillRound(KILLS),
                new StopRound(KILLS),
                new TwoProcessesRound(KILLS),
                new ServersRound(Duration.ofSeconds(60)),
                new VendorsRound(Duration.ofMinutes(2)),
                new LostAnswersRound(),
                new ThrottledRound(),
                new ReceiptsRound(Duration.ofSeconds(60)),
                new CommandsRound(5),
                new LaunchesRound(),
                new DiskFullRound(Duration.ofSeconds(60)),
                new ClockRound(),
                new UpgradeRound(old),
                new FreshTemporalRound(),
                new BackupRound(),
                new ProductionRound(),
                new FuzzRound());
    }
}
