package io.carillon.launcher.drill;

import io.carillon.launcher.local.Durations;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.Service;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** R3: Temporal's server and PostgreSQL are killed while the campaign is sent, and stay away for a while. */
public final class ServersRound extends CampaignRound {
    private static final List<String> SERVERS = List.of("Temporal", "PostgreSQL");

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
    protected void disturb(Scene scene) {
        Iterator<Long> moments = scene.moments(faultsAsked()).iterator();
        for (String server : SERVERS) {
            if (!scene.awaitMessages(moments.next())) {
                return;
            }
            away(scene, List.of(scene.ground().part(server)));
        }
        if (scene.awaitMessages(moments.next())) {
            away(scene, SERVERS.stream().map(scene.ground()::part).toList());
        }
    }

    private void away(Scene scene, List<Service> servers) {
        scene.fault("kill of " + servers.stream().map(Service::name).toList());
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
        return SERVERS.size() + 1;
    }
}
