package io.carillon.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a sandbox is started with.
 *
 * @param port of its HTTP server; 0 takes a free one
 * @param data where accepted messages are kept
 * @param hooks where Carillon listens, such as {@code http://127.0.0.1:8080}
 * @param smtpPort of the mail server; 0 takes a free one
 * @param seed makes faults by share and the far side's behaviour repeatable
 * @param settings of vendors, such as {@code twilio.token}; see {@link SandboxKit#setting}
 */
public record SandboxOptions(int port, Path data, URI hooks, int smtpPort, long seed, Map<String, String> settings) {

    /** Takes a copy of the settings. */
    public SandboxOptions {
        settings = Map.copyOf(settings);
    }

    /** For tests: free ports, and everybody on the far side gets what is sent. */
    public static SandboxOptions onFreePorts(Path data, URI hooks) {
        return new SandboxOptions(0, data, hooks, 0, 1, Map.of(Outcomes.SWITCH, Outcomes.ALL_DELIVERED));
    }

    /** The same with one more setting. */
    public SandboxOptions with(String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return new SandboxOptions(port, data, hooks, smtpPort, seed, more);
    }

    /** The settings as vendors see them: {@code data}, {@code hooks} and {@code smtp.port} among them. */
    Map<String, String> allSettings() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("data", data.toString());
        all.put("hooks", hooks.toString().replaceAll("/+$", ""));
        all.put("smtp.port", Integer.toString(smtpPort));
        return Map.copyOf(all);
    }
}
