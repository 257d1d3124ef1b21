package io.carillon.launcher.drill;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.DatabaseAddress;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must not be found where only ids and numbers belong: people's addresses and names, and secrets. For one thread. */
final class Needles {
    private static final List<String> PERSONAL =
            List.of("name", "phone", "phone_2", "email", "fcm_token", "wechat_openid", "unionid");
    /** A shorter one is found in anything. */
    private static final int SHORTEST = 2;

    private static final int LEAST_DIGITS = 8;

    private static final List<String> KEYS = List.of("CARILLON_CIPHER_KEY", "CARILLON_HASH_KEY");
    private static final Pattern KEY_MATERIAL = Pattern.compile("[A-Za-z0-9+/=_-]{30,}");

    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<Integer, List<String>> byStart = new HashMap<>();

    /** Adds one, with what it is. */
    void add(String kind, String needle) {
        add(kind, needle, needle);
    }

    /** One spelling of a value. */
    private void add(String kind, String needle, String value) {
        String text = needle.strip();
        if (text.length() >= SHORTEST && kinds.putIfAbsent(text, kind) == null) {
            values.put(text, value);
            byStart.computeIfAbsent(start(text, 0), key -> new ArrayList<>()).add(text);
        }
    }

    /** Those of many that are searched for at a time. */
    record Share(int number, int of) {
        static final Share ALL = new Share(0, 1);

        private boolean has(long place) {
            return place % of == number;
        }
    }

    /** Everything personal of such customers of a file, in every spelling in which it may be told. */
    void addPeople(Path csv, Share share) {
        long place = 0;
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord row : rows) {
                if (share.has(place++)) {
                    PERSONAL.forEach(column -> addPersonal(column, row.getField(column)));
                }
            }
        } catch (IOException unreadable) {
            throw new LaunchFailure("The file " + csv + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void addPersonal(String column, String value) {
        // A mistyped number of a few digits reaches nobody, and as a size or a port stands anywhere.
        if (column.startsWith("phone")
                && value.chars().filter(Character::isDigit).count() < LEAST_DIGITS) {
            return;
        }
        Spellings.of(value).forEach(spelling -> add(column, spelling, value));
        if (column.startsWith("phone")) {
            Spellings.ofPhone(value).forEach(spelling -> add(column, spelling, value));
        }
    }

    /** Every secret and key in an installation's folder, and the keys that its settings give. */
    void addSecrets(LaunchSettings settings) {
        KEYS.forEach(
                name -> LaunchSettings.given(settings.environment(), name).ifPresent(key -> addMaterial(name, key)));
        DataFolder folder = settings.folder();
        try {
            add("bearer token", Files.readString(folder.token()));
            addFiles(folder.root().resolve("secrets"), "");
            // None where the settings give the keys.
            addFiles(folder.root().resolve("keys"), "");
            // Of a Temporal that is spoken to by certificates, which are no secret.
            addFiles(folder.temporalCertificates(), "-key.pem");
            try (Stream<Path> files = Files.walk(folder.sandbox())) {
                for (Path file : files.filter(
                                path -> path.toString().toLowerCase(Locale.ROOT).contains("key"))
                        .filter(Files::isRegularFile)
                        .toList()) {
                    addMaterial(
                            "sandbox/" + file.getFileName(),
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException unreadable) {
            throw new LaunchFailure(
                    "The secrets in " + folder.root() + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void addFiles(Path place, String ending) throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        try (Stream<Path> files = Files.list(place)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(ending)).toList()) {
                addMaterial(place.getFileName() + "/" + file.getFileName(), Files.readString(file));
            }
        }
    }

    /** Such encrypted addresses, as logs or JSON would show bytes. */
    void addCiphers(DatabaseAddress database, Share share) {
        long place = 0;
        for (byte[] cipher : new Ledger(database).addressCiphers()) {
            if (share.has(place++)) {
                add("cipher", HexFormat.of().formatHex(cipher));
                add("cipher", Base64.getEncoder().encodeToString(cipher));
            }
        }
    }

    /** Forgets every spelling of what stands in this text: it is public, so finding it tells nothing. */
    void forgetPublic(String text) {
        Set<String> known = find(text).keySet().stream().map(values::get).collect(Collectors.toSet());
        values.entrySet().removeIf(spelling -> {
            boolean isPublic = known.contains(spelling.getValue());
            if (isPublic) {
                kinds.remove(spelling.getKey());
                byStart.getOrDefault(start(spelling.getKey(), 0), new ArrayList<>())
                        .remove(spelling.getKey());
            }
            return isPublic;
        });
    }

    int count() {
        return kinds.size();
    }

    /** What a needle is, without itself. */
    String kind(String needle) {
        return kinds.getOrDefault(needle, "unknown");
    }

    /** The needles in a text, each with where it stands first. */
    Map<String, Integer> find(String text) {
        Map<String, Integer> found = new TreeMap<>();
        for (int at = 0; at + SHORTEST <= text.length(); at++) {
            for (String needle : byStart.getOrDefault(start(text, at), List.of())) {
                if (text.startsWith(needle, at)) {
                    found.putIfAbsent(needle, at);
                }
            }
        }
        return found;
    }

    /** A secret as it is, and the long runs of letters in a structured one: base64 of keys. */
    private void addMaterial(String kind, String text) {
        if (text.strip().lines().count() == 1 && !text.contains("{")) {
            add(kind, text);
        }
        Matcher runs = KEY_MATERIAL.matcher(text);
        while (runs.find()) {
            add(kind, runs.group());
        }
    }

    private static int start(String text, int at) {
        return text.charAt(at) << 16 | text.charAt(at + 1);
    }
}
