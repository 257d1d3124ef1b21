package io.carillon.launcher;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./carillon dependencies}: every library that runs in the app with its version, as the build wrote them down. Asks nobody
 * whether they are safe: the lists of known holes are not in the registries that the build uses.
 */
@Command(
        name = "dependencies",
        description = "Lists the libraries that run in the app, with their versions.",
        mixinStandardHelpOptions = true)
final class DependenciesCommand implements Callable<Integer> {
    private static final String LIST = "target/quarkus-app/quarkus-app-dependencies.txt";
    /** Group, artifact, classifier, type, version. */
    private static final Pattern LINE = Pattern.compile("([^:]+):([^:]+):([^:]*):([^:]+):([^:]+)");

    @Option(names = "--purl", description = "as package URLs, a line each: what scanners of known holes read")
    private boolean isPurl;

    /** A library. */
    private record Library(String group, String name, String classifier, String version) {
        static Library of(String line) {
            Matcher parts = LINE.matcher(line.strip());
            if (!parts.matches()) {
                throw new LaunchFailure(LIST + " has a line that is no library: " + line);
            }
            return new Library(parts.group(1), parts.group(2), parts.group(3), parts.group(5));
        }

        String shown(boolean isPurl) {
            return isPurl
                    ? "pkg:maven/" + group + "/" + name + "@" + version
                            + (classifier.isEmpty() ? "" : "?classifier=" + classifier)
                    : group + ":" + name + (classifier.isEmpty() ? "" : ":" + classifier) + " " + version;
        }
    }

    @Override
    public Integer call() {
        Path checkout = LaunchSettings.from(System.getenv()).checkout();
        lines(checkout.resolve(LIST), isPurl).forEach(System.out::println);
        return 0;
    }

    /** What is printed of the build's list, sorted. */
    static List<String> lines(Path list, boolean isPurl) {
        try (Stream<String> lines = Files.lines(list)) {
            return lines.filter(line -> !line.isBlank())
                    .map(line -> Library.of(line).shown(isPurl))
                    .sorted()
                    .distinct()
                    .toList();
        } catch (IOException missing) {
            throw new LaunchFailure("The build's list " + list + " cannot be read: " + missing.getMessage(), missing);
        }
    }
}
