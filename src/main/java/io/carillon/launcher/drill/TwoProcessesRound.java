package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** R2: two app processes on one database and one Temporal; either is killed, and a rate limit must hold over both. */
public final class TwoProcessesRound extends CampaignRound {
    private static final List<String> APPS = List.of("app", "app-2");
    private static final Map<String, String> VENDORS = new TreeMap<>(Map.of(
            Accounts.PUSH,
            "fcm",
            Accounts.WECHAT,
            "wechat",
            Accounts.ALIYUN,
            "aliyun",
            Accounts.TWILIO,
            "twilio",
            Accounts.MAIL,
            "smtp"));
    private static final int OTHERS_SHARE = 5;
    private static final int SLOWER = 10;
    /** Of few messages a second a slow call is as much as a portion, and the next portions are sent beside it. */
    private static final int FEW = 10;

    private static final int SLOW_PORTIONS = 3;

    private static final int MOST_RATE = 150;
    // A third of the customers has a push: they take half a minute or longer.
    private static final int SECONDS_FOR_ALL = 100;

    private final Together together = new Together(APPS);
    private final int kills;
    private int rate = MOST_RATE;
    private int customers;

    /**
     * @param kills how often one of the two is killed
     */
    public TwoProcessesRound(int kills) {
        this.kills = kills;
    }

    @Override
    public String name() {
        return "R2";
    }

    @Override
    public String story() {
        return "two app processes on one database that share the work; either killed, " + kills
                + " times; one rate limit over both";
    }

    @Override
    protected int processes() {
        return APPS.size();
    }

    /** Lower rates, as an operator would set them. */
    @Override
    protected void prepare(Stage stage, Ground ground) {
        customers = stage.customers();
        rate = Math.min(MOST_RATE, Math.max(1, customers / SECONDS_FOR_ALL));
        limit(ground.api(), rate);
    }

    private static void limit(CarillonApi api, int rate) {
        Accounts accounts = new Accounts(api);
        // Else all but push would be over before the first kill.
        Accounts.ALL.forEach(account -> accounts.limit(account, rateOf(account, rate)));
    }

    private static int rateOf(String account, int rate) {
        return account.equals(Accounts.PUSH) ? rate : Math.max(1, rate / OTHERS_SHARE);
    }

    /** Slower and never still: however long a start takes, it meets traffic. */
    private UnderTraffic.Brake slowly(CarillonApi sending, long most) {
        return new UnderTraffic.Brake(
                most, () -> limit(sending, Math.max(1, rate / SLOWER)), () -> limit(sending, rate));
    }

    @Override
    protected void disturb(Scene scene) {
        Ground ground = scene.ground();
        together.up(ground);
        List<Moment> moments = scene.kills(kills);
        int first = scene.random().nextInt(APPS.size());
        for (int i = 0; i < moments.size(); i++) {
            if (!moments.get(i).await(scene)) {
                return;
            }
            // Each of them at least once, whatever the seed.
            int victim =
                    i < APPS.size() ? (first + i) % APPS.size() : scene.random().nextInt(APPS.size());
            moments.get(i).fault(scene, "kill of " + APPS.get(victim));
            together.down(Instant.now());
            long next =
                    Moment.nextMessages(moments.subList(i + 1, moments.size())).orElse(scene.share(1));
            // Half of the way alone at full speed, so that there is something left to do together.
            UnderTraffic.start(
                    scene,
                    slowly(ground.api(APPS.size() - 1 - victim), (scene.messages() + next) / 2),
                    () -> scene.killAndRestart(APPS.get(victim)));
            together.up(ground);
        }
    }

    @Override
    protected int faultsAsked() {
        return kills;
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        together.down(Instant.now());
        Map<String, Integer> shares = together.shares(WorkShares.of(scene).begun(scene.run()));
        scene.console().say("drill", "tasks begun while both were up: " + shares);
        Together.unfair(shares).ifPresent(scene::breach);
        Ledger ledger = new Ledger(scene.ground().database());
        VENDORS.forEach((account, vendor) -> {
            int own = rateOf(account, rate);
            int portions = account.equals(Accounts.PUSH) || own > FEW ? 1 : SLOW_PORTIONS;
            RateBound bound = new RateBound(own, portions * RateBound.inHands(ledger, scene.run(), own));
            List<Long> times = new Accepted(scene.ground().sandbox()).times(vendor);
            boolean isTelling = times.size() > bound.allowed();
            scene.console()
                    .say(
                            "drill",
                            times.size() + " messages by " + account + " at " + own + " a second, "
                                    + (isTelling
                                            ? "at most " + bound.beyond(times) + " beyond it in any time, "
                                                    + bound.allowed() + " are allowed"
                                            : "too few to tell"));
            if (account.equals(Accounts.PUSH) && !isTelling) {
                scene.breach("too few messages left by " + account + " to tell whether its rate holds");
            }
            bound.broken(times).map(what -> account + ": " + what).ifPresent(scene::breach);
        });
        new SharedRate(scene, customers).play();
    }
}
