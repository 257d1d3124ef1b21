package io.carillon.profile;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What counts as consent, by channel, purpose and country: a table read from {@code consent-rules.properties} (or the file
 * named by {@code carillon.consent-rules}), not code. Whatever the table says, a withdrawal always stands. Immutable.
 */
@Singleton
public class ConsentRules {
    private static final String SHIPPED = "/consent-rules.properties";
    private static final Pattern KEY = Pattern.compile("([a-z]+)\\.([a-z]+)(?:\\.([A-Z]{2}))?");

    /** What must be there before a message may go. */
    public enum Basis {
        /** Nothing but that it was not withdrawn. */
        NONE,
        /** A consent the person gave for this channel and purpose. */
        OPT_IN,
        /** The address itself: a device hands out a token only to an app whose user allows it. */
        ADDRESS,
        /** What the vendor tracks for us: the person follows, wrote lately, or granted this template. */
        GRANT
    }

    /** One line of the table; {@code region} is null where it holds everywhere else. */
    private record Line(
            ChannelKind channel, Purpose purpose, @Nullable String region) {}

    private final Map<String, Basis> table = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();

    /** The table of this file, else the shipped one. */
    @Inject
    public ConsentRules(@ConfigProperty(name = "carillon.consent-rules") Optional<Path> file) {
        this(file.map(ConsentRules::read).orElseGet(ConsentRules::readShipped));
    }

    private ConsentRules(Properties rules) {
        for (String key : rules.stringPropertyNames()) {
            Line line = line(key);
            lines.add(line);
            table.put(key(line.channel, line.purpose, line.region), basis(key, rules.getProperty(key)));
        }
        for (ChannelKind channel : ChannelKind.values()) {
            for (Purpose purpose : Purpose.values()) {
                if (!table.containsKey(key(channel, purpose, null))) {
                    throw new IllegalArgumentException(
                            "The consent rules lack a line for " + key(channel, purpose, null));
                }
            }
        }
    }

    /** The table that comes with Carillon. */
    public static ConsentRules shipped() {
        return new ConsentRules(readShipped());
    }

    /** What must be there, for a phone of this region (null where it is unknown or not a phone). */
    public Basis basis(ChannelKind channel, Purpose purpose, @Nullable String region) {
        Basis inRegion = region == null ? null : table.get(key(channel, purpose, region));
        return inRegion == null ? table.get(key(channel, purpose, null)) : inRegion;
    }

    /** Whether the person must have given consent. */
    public boolean isOptIn(ChannelKind channel, Purpose purpose, @Nullable String region) {
        return basis(channel, purpose, region) == Basis.OPT_IN;
    }

    /** Whether it makes a difference for this channel and purpose where a phone belongs. */
    public boolean isByRegion(ChannelKind channel, Purpose purpose) {
        return lines.stream()
                .anyMatch(line -> line.channel == channel && line.purpose == purpose && line.region != null);
    }

    /**
     * The same as a boolean SQL expression without binds.
     *
     * @param regionExpression an SQL expression of the address's region, such as {@code a.region}; never user text
     */
    public String optInSql(ChannelKind channel, Purpose purpose, String regionExpression) {
        StringBuilder sql = new StringBuilder("(case ");
        int regions = 0;
        for (Line line : lines) {
            if (line.channel == channel && line.purpose == purpose && line.region != null) {
                // A region is two capital letters, held by the pattern of the key.
                sql.append("when ")
                        .append(regionExpression)
                        .append(" = '")
                        .append(line.region)
                        .append("' then ");
                sql.append(isOptIn(channel, purpose, line.region)).append(' ');
                regions++;
            }
        }
        boolean elsewhere = isOptIn(channel, purpose, null);
        return regions == 0 ? String.valueOf(elsewhere) : sql + "else " + elsewhere + " end)";
    }

    private static Line line(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "Consent rule '" + key + "' should read purpose.channel or purpose.channel.REGION");
        }
        return new Line(ChannelKind.of(parts.group(2)), Purpose.of(parts.group(1)), parts.group(3));
    }

    private static Basis basis(String key, String value) {
        try {
            return Basis.valueOf(value.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "Consent rule '" + key + "' says '" + value + "'; it may say none, opt_in, address or grant",
                    unknown);
        }
    }

    private static String key(ChannelKind channel, Purpose purpose, @Nullable String region) {
        return purpose.id() + "." + channel.id() + (region == null ? "" : "." + region);
    }

    private static Properties readShipped() {
        try (InputStream in = ConsentRules.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + SHIPPED);
            }
            return load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Properties read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Could not read the consent rules " + file, unreadable);
        }
    }

    private static Properties load(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        return properties;
    }
}
