package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second launcher on data that another one has up, with an environment of its own. */
class SessionTest {
    private static final Session.Options ONE = new Session.Options(1, false);
    private static final LocalPorts THEIRS = new LocalPorts(21_080, 21_233, 21_333, 21_090, 21_525, 21_091, 21_433);
    private static final LocalPorts OURS = new LocalPorts(22_080, 22_233, 22_333, 22_090, 22_525, 22_091, 22_433);

    @TempDir
    private Path folder;

    private final Lines lines = new Lines();
    private FolderLock lock;

    @BeforeEach
    void anotherHasTheLock() {
        lock = FolderLock.tryTake(settings(THEIRS, Map.of()).folder().create()).orElseThrow();
    }

    @AfterEach
    void unlock() {
        lock.close();
    }

    @Test
    void saysWhereWhatIsUpListens() {
        new UpFile(settings(THEIRS, Map.of())).write(2);

        int code = new Session(settings(OURS, Map.of("CARILLON_TEMPORAL_UI", "http://nobody.example")), lines.console())
                .run(ONE, session -> 7);

        assertThat(code).isZero();
        assertThat(lines.all())
                .contains(
                        "Carillon is already up",
                        "api       http://127.0.0.1:21080/q/swagger-ui",
                        "          http://127.0.0.1:21180/q/swagger-ui",
                        "temporal  http://127.0.0.1:21333",
                        "sandbox   http://127.0.0.1:21090",
                        folder.resolve("data/token").toString())
                .doesNotContain("127.0.0.1:22", "nobody.example");
    }

    @Test
    void refusesAnotherNumberOfProcessesThanAreUp() {
        new UpFile(settings(THEIRS, Map.of())).write(2);
        Session session = new Session(settings(OURS, Map.of()), lines.console());
        session.run(ONE, up -> 7);

        session.requireProcesses(2);
        assertThatThrownBy(() -> session.requireProcesses(0)).hasMessage("--processes is 0: give 1 to 8.");
        assertThatThrownBy(() -> session.requireProcesses(4))
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("--processes is 4, and what is up has 2: stop it with ./carillon down,"
                        + " then start it with the number you want.");
    }

    @Test
    void waitsForWhatIsStarting() throws Exception {
        HttpServer app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        app.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() > 3 ? 200 : 503, -1);
            exchange.close();
        });
        app.start();
        LocalPorts starting =
                new LocalPorts(app.getAddress().getPort(), 21_233, 21_333, 21_090, 21_525, 21_091, 21_433);
        LaunchSettings settings = settings(starting, Map.of());
        new UpFile(settings).write(1);
        new PidFile(settings.folder().pids(), Session.LAUNCHER)
                .write(new PidFile.Entry(
                        ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow(), Session.LAUNCHER));
        try {
            assertThat(new Session(settings(OURS, Map.of()), lines.console()).run(ONE, session -> 7))
                    .isZero();
        } finally {
            app.stop(0);
        }

        assertThat(asked.get()).isGreaterThan(3);
        assertThat(lines.all()).containsSubsequence("Carillon is starting", "Carillon is already up");
    }

    @Test
    void saysWhereAServerOfOthersIsThatWhatIsUpUses() {
        new UpFile(settings(THEIRS, Map.of("CARILLON_TEMPORAL_UI", "http://temporal.example"))).write(1);

        new Session(settings(OURS, Map.of()), lines.console()).run(ONE, session -> 7);

        assertThat(lines.all()).contains("temporal  http://temporal.example").doesNotContain("21333", "21180");
    }

    @Test
    void worksWithWhatIsUpWhereItJoins() {
        new UpFile(settings(THEIRS, Map.of())).write(1);
        List<String> asked = new ArrayList<>();

        int code = new Session(settings(OURS, Map.of()), lines.console()).runOrJoin(ONE, session -> {
            asked.add(session.settings().apiUrl());
            asked.add(session.settings().sandboxUrl());
            return 7;
        });

        assertThat(code).isEqualTo(7);
        assertThat(asked).containsExactly("http://127.0.0.1:21080", "http://127.0.0.1:21090");
    }

    @Test
    void takesItsOwnAddressesForThoseOfALauncherThatJustBegan() {
        new Session(settings(OURS, Map.of()), lines.console()).run(ONE, session -> 7);

        assertThat(lines.all()).contains("http://127.0.0.1:22080/q/swagger-ui");
    }

    @Test
    void keepsItsAddressesBesideTheLockAsLongAsItHasIt() {
        lock.close();
        LocalPorts free = LocalPorts.free();
        LaunchSettings starting = settings(
                free,
                Map.of("CARILLON_DATABASE_URL", "jdbc:postgresql://db/carillon", "CARILLON_TEMPORAL_ADDRESS", "t:1"));
        List<String> seen = new ArrayList<>();
        Console console = new Console(whileItPrints(() -> seen.add(apiSeen())), false);

        // It goes no further than to the database, whose user is missing.
        assertThatThrownBy(() -> new Session(starting, console).run(ONE, session -> 7))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("CARILLON_DATABASE_USER");

        assertThat(seen).isNotEmpty().containsOnly("http://127.0.0.1:" + free.app());
        assertThat(new UpFile(settings(OURS, Map.of())).read()).isEmpty();
    }

    private String apiSeen() {
        return new UpFile(settings(OURS, Map.of()))
                .read()
                .map(found -> found.settings().apiUrl())
                .orElse("nothing");
    }

    private static PrintStream whileItPrints(Runnable look) {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String text) {
                look.run();
            }
        };
    }

    private LaunchSettings settings(LocalPorts ports, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ports.environment());
        all.putAll(more);
        all.put("CARILLON_CHECKOUT", folder.toString());
        all.put("CARILLON_HOME", folder.resolve("data").toString());
        all.put("HOME", folder.toString());
        return LaunchSettings.from(all);
    }
}
