package io.carillon.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version that somebody looked at, as If-Match carries it: {@code "3"}, {@code W/"3"} or plain {@code 3}. */
public final class EntityVersion {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,9})\"?");

    private EntityVersion() {}

    /**
     * The version, which must be given.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 428 when it is not, 400 when it is none
     */
    public static int required(@Nullable String ifMatch) {
        Integer version = optional(ifMatch);
        if (version == null) {
            throw Problem.of(428, "version-missing", "If-Match is missing", Texts.here("version.missing"));
        }
        return version;
    }

    /**
     * The version, or null where none is given.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when what is given is no version
     */
    public static @Nullable Integer optional(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return null;
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw Problem.invalid(Finding.error(
                    "If-Match", "version_unreadable", ifMatch, "\"3\"", Texts.here("version.unreadable")));
        }
        return Integer.valueOf(tag.group(1));
    }

    /**
     * Lets pass who read what is there, or did not say what was read.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 412 when something else was read
     */
    public static void require(int present, @Nullable Integer read) {
        if (read != null && read != present) {
            throw Problem.of(
                    412, "version-changed", "Somebody else changed it", Texts.here("version.changed", present, read));
        }
    }
}
