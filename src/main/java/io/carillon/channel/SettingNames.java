package io.carillon.channel;

import io.carillon.problem.Finding;
import io.carillon.problem.NearestWord;
import io.carillon.problem.ShownKey;
import io.carillon.problem.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings and secrets that an adapter reads, by name. An account that gives another has a slip in it: nobody would read it, and what
 * it was meant for would stay as it is without a word. Immutable.
 *
 * @param settings in alphabetical order, as are the secrets
 */
public record SettingNames(Set<String> settings, Set<String> secrets) {
    /** What {@link SettingChecks#pace} checks. */
    private static final List<String> EVERYBODYS = List.of("callTimeoutMillis", "concurrency");

    public SettingNames {
        settings = Collections.unmodifiableSet(new TreeSet<>(settings));
        secrets = Collections.unmodifiableSet(new TreeSet<>(secrets));
    }

    /** A vendor's own settings beside those that all vendors have, and its secrets. */
    public static SettingNames of(Set<String> settings, Set<String> secrets) {
        Set<String> all = new TreeSet<>(settings);
        all.addAll(EVERYBODYS);
        return new SettingNames(all, secrets);
    }

    /** One finding for each name that is none of these; it tells those there are, and the one that was probably meant. */
    List<Finding> unknown(
            String vendor, Collection<String> usedSettings, Collection<String> usedSecrets, Locale language) {
        List<Finding> findings = new ArrayList<>();
        usedSettings.stream()
                .filter(name -> !settings.contains(name))
                .sorted()
                .forEach(name -> findings.add(unknown(vendor, "setting", name, settings, language)));
        usedSecrets.stream()
                .filter(name -> !secrets.contains(name))
                .sorted()
                .forEach(name -> findings.add(unknown(vendor, "secret", name, secrets, language)));
        return findings;
    }

    private static Finding unknown(String vendor, String kind, String name, Set<String> known, Locale language) {
        String shown = ShownKey.of(name);
        String there = String.join(", ", known);
        String key = "account." + kind + "Unknown";
        String message = NearestWord.to(name, known)
                .map(near -> Texts.text(language, key + ".near", shown, vendor, there, near))
                .orElseGet(() -> Texts.text(language, key, shown, vendor, there));
        return Finding.error("/" + kind + "s/" + shown, "unknown_key", shown, there, message);
    }
}
