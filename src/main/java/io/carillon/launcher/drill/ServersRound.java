package io.carillon.launcher.drill;

import io.carillon.launcher.local.Durations;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.Service;
import java.time.Duration;
import java.util.List;

/** R3: Temporal's server and PostgreSQL are killed while the campaign is sent, and stay away for a while. */
public final class ServersRound extends CampaignRound {
    private static final String DATABASE = "PostgreSQL";
    private static final List<List<String>> KILLED =
            List.of(List.of("Temporal"), List.of(DATABASE), List.of("Temporal", DATABASE));

    private final Duration away;

    /**
     * @param away how long each stays away
     */
    public ServersRound(Duration away) {
        this.away = away;
    }

    @Override
    public String name() {
        return "R3";
    }

    @Override
    public String story() {
        return "SIGKILL of Temporal's server, then of PostgreSQL, then of both at once, each away for "
                + Durations.words(away);
    }

    @Override
    protected void prepare(Stage stage, Ground ground) {
        new Accounts(ground.api()).slowly(stage.customers());
    }

    @Override
    protected void disturb(Scene scene) {
        List<Long> moments = scene.apart(KILLED.size());
        long since = 0;
        for (int i = 0; i < moments.size(); i++) {
            if (!scene.awaitMessages(moments.get(i))) {
                return;
            }
            List<String> killed = KILLED.get(i);
            scene.requireTraffic(since, "before the kill of " + killed);
            scene.faultWhileSending("kill of " + killed);
            if (killed.contains(DATABASE)) {
                away(scene, killed);
            } else {
                // What has begun is sent on without Temporal: at most half of the way, so that the next moment meets
                // messages too.
                long most = (scene.messages() + moments.get(i + 1)) / 2;
                UnderTraffic.start(
                        scene, UnderTraffic.Brake.pause(scene, scene.ground().api(), most), () -> away(scene, killed));
            }
            since = scene.messages();
        }
    }

    private void away(Scene scene, List<String> names) {
        List<Service> servers = names.stream().map(scene.ground()::part).toList();
        scene.outage(() -> servers.forEach(Service::kill), () -> {
            Pause.of(away);
            // PostgreSQL first: whoever is started finds what it needs.
            for (int i = servers.size() - 1; i >= 0; i--) {
                servers.get(i).start();
            }
        });
    }

    @Override
    protected int faultsAsked() {
        return KILLED.size();
    }
}
