package io.carillon.launcher.drill;

import io.carillon.launcher.local.AppBuild;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LocalProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * R8c: an app of an earlier commit begins a campaign; in the middle one of today starts on the same database, which it brings up
 * to date, and the same Temporal. Both work beside each other until the campaign is over.
 */
public final class UpgradeRound extends CampaignRound {
    private static final double UPGRADE_AT = 0.2;
    private static final double PAUSE_AT = 0.5;
    /**
     * What part of the customers' messages leaves by which vendor, rather too few than too many: limited so that each channel lasts for
     * two minutes or longer, both builds have their share of it.
     */
    private static final Map<String, Double> SHARES =
            Map.of("fcm", 0.4, "wechat", 0.1, "aliyun", 0.12, "twilio", 0.01, "smtp", 0.04);

    private static final int SECONDS = 120;
    /** Of two that take tasks from the same queues each has about half; a tenth leaves room for one that is slow to warm up. */
    private static final double LEAST_SHARE = 0.1;

    private static final Pattern LIMIT = Pattern.compile("limit: \\d+");
    private static final Pattern VENDOR = Pattern.compile("(?m)^ *vendor: (\\w+)\\b");

    private final String commit;
    private @Nullable OldBuild old;
    private @Nullable Sides sides;
    private int customers;

    /**
     * @param commit whose build begins; empty for one release back
     */
    public UpgradeRound(String commit) {
        this.commit = commit;
    }

    @Override
    public String name() {
        return "R8c";
    }

    @Override
    public String story() {
        return "a campaign begun by an app of one release back, finished beside it by one of today on the migrated database";
    }

    @Override
    public Report play(Stage stage) {
        try (OldBuild built =
                OldBuild.in(stage.outer(), commit, stage.folder().resolveSibling("R8c-before"), stage.console())) {
            old = built;
            customers = stage.customers();
            return super.play(stage);
        } catch (LaunchFailure missing) {
            return Report.notPlayed(name(), String.valueOf(missing.getMessage()));
        }
    }

    /** The accounts file is written by the ground; these processes have one of their own, beside it. */
    @Override
    protected Ground.Apps apps(Stage stage) {
        return new Ground.Apps(0, AppBuild.own(stage.outer()));
    }

    @Override
    protected void prepareStart(Ground ground) {
        ground.app(0, new AppBuild(Objects.requireNonNull(old).jar(), accounts(ground)))
                .start();
    }

    private Map<String, String> accounts(Ground ground) {
        Path all = ground.settings().folder().accounts();
        Path common = all.resolveSibling("accounts-common.yaml");
        try {
            String today = Files.readString(all);
            Set<String> known = Objects.requireNonNull(old).vendors(vendors(today));
            Files.writeString(common, slow(only(today, known), customers));
        } catch (IOException refused) {
            throw new LaunchFailure("The accounts of both builds cannot be written: " + refused.getMessage(), refused);
        }
        return Map.of("CARILLON_ACCOUNTS", common.toString());
    }

    /** Those whose vendor is known. */
    static String only(String accounts, Set<String> known) {
        return Arrays.stream(accounts.split("(?m)(?=^ *- name:)"))
                .filter(block -> !block.contains("- name:") || known.containsAll(vendors(block)))
                .collect(Collectors.joining());
    }

    /** The same with limits that make so many people's messages last. */
    static String slow(String accounts, int customers) {
        return Arrays.stream(accounts.split("(?m)(?=^ *- name:)"))
                .map(block -> vendors(block).stream()
                        .findFirst()
                        .map(vendor -> LIMIT.matcher(block)
                                .replaceFirst("limit: "
                                        + Math.max(1, (int) (customers * SHARES.getOrDefault(vendor, 1.0) / SECONDS))))
                        .orElse(block))
                .collect(Collectors.joining());
    }

    /** Of an accounts file. */
    static Set<String> vendors(String accounts) {
        return VENDOR.matcher(accounts)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is not played proves nothing. */
    private void sayVendors(Ground ground, Console console) {
        try {
            Set<String> today =
                    vendors(Files.readString(ground.settings().folder().accounts()));
            Set<String> missing = new TreeSet<>(today);
            missing.removeAll(Objects.requireNonNull(old).vendors(today));
            String said = missing.isEmpty()
                    ? "both builds have every vendor: " + String.join(", ", today)
                    : "NOT PLAYED with " + String.join(", ", missing) + ", which that build does not have";
            console.say("upgrade", said);
        } catch (IOException refused) {
            throw new LaunchFailure("The accounts cannot be read: " + refused.getMessage(), refused);
        }
    }

    @Override
    protected boolean beginsWithToday() {
        return false;
    }

    @Override
    protected Path definition(Ground ground) {
        return Objects.requireNonNull(old).campaign();
    }

    @Override
    protected void disturb(Scene scene) {
        sayVendors(scene.ground(), scene.console());
        if (!scene.awaitShare(UPGRADE_AT)) {
            return;
        }
        Instant before = Instant.now();
        Ground ground = scene.ground();
        AppBuild today = AppBuild.own(ground.settings()).with(accounts(ground));
        LocalProcess fresh = (LocalProcess) ground.app(1, today);
        UnderTraffic.start(scene, UnderTraffic.Brake.pause(scene, ground.api(0), scene.share(PAUSE_AT)), fresh::start);
        Instant since = Instant.now();
        sides = new Sides(before, since);
        scene.ask(ground.api(1));
        scene.fault("app of today beside the old one");
        Outreach.await(ground.api(1), scene.run(), Outreach::isEnded, Scene.AT_MOST);
        Map<Long, Integer> shares = WorkShares.of(scene).since(scene.run(), since);
        scene.console().say("drill", "tasks begun since, by process: " + shares);
        idle(shares, 2).forEach(scene::breach);
    }

    /** Who hardly worked while so many should have, in a sentence; one that takes a task now and then does not work beside another. */
    static List<String> idle(Map<Long, Integer> shares, int processes) {
        int all = shares.values().stream().mapToInt(Integer::intValue).sum();
        List<String> idle = new ArrayList<>();
        if (shares.size() < processes) {
            idle.add("only processes " + shares.keySet() + " worked on the run after the upgrade");
        }
        shares.forEach((process, tasks) -> {
            if (tasks < all * LEAST_SHARE) {
                idle.add("process " + process + " began " + tasks + " of " + all + " tasks after the upgrade");
            }
        });
        return idle;
    }

    /**
     * When the old app was alone, and when both were up.
     *
     * @param before until then it was alone
     * @param since from then on both were up
     */
    record Sides(Instant before, Instant since) {

        /** Accounts with much to send that did not send on both sides, in a sentence each. */
        List<String> missed(Map<String, List<Instant>> claims) {
            List<String> missed = new ArrayList<>();
            new TreeMap<>(claims).forEach((account, times) -> {
                long early =
                        times.stream().filter(time -> time.isBefore(before)).count();
                long late = times.stream().filter(time -> time.isAfter(since)).count();
                if (times.isEmpty()) {
                    missed.add("nothing was sent by " + account);
                } else if (times.size() >= SECONDS / 2 && (early == 0 || late == 0)) {
                    missed.add("of " + times.size() + " messages of " + account + " " + early
                            + " were claimed before the upgrade and " + late + " while both were up");
                }
            });
            return missed;
        }
    }

    /** An upgrade under way on a channel shows something only if the channel was being sent on. */
    @Override
    protected void verify(Scene scene, Audit audit) {
        if (sides == null) {
            return;
        }
        Map<String, List<Instant>> claims = new TreeMap<>();
        accountNames(scene.ground()).forEach(account -> claims.put(account, new ArrayList<>()));
        new Ledger(scene.ground().database())
                .query(
                        "select account, claimed_at from attempt where run_id = ?",
                        scene.run(),
                        row -> claims.computeIfAbsent(row.getString("account"), account -> new ArrayList<>())
                                .add(row.getTimestamp("claimed_at").toInstant()));
        claims.forEach((account, times) -> scene.console().say("drill", times.size() + " messages by " + account));
        sides.missed(claims).forEach(scene::breach);
    }

    private static List<String> accountNames(Ground ground) {
        List<String> names = new ArrayList<>();
        ground.api()
                .get("/api/accounts")
                .path("items")
                .forEach(account -> names.add(account.path("name").asText()));
        return names;
    }

    @Override
    protected int faultsAsked() {
        return 1;
    }
}
