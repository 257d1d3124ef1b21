package io.carillon.launcher.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which app a process runs, and what its environment says beside that of every other one.
 *
 * @param jar of a build
 * @param environment wins over what the installation says
 */
public record AppBuild(Path jar, Map<String, String> environment) {

    /** That of this checkout, as it is. */
    public static AppBuild own(LaunchSettings settings) {
        return new AppBuild(settings.jar(), Map.of());
    }

    /** The same with more in its environment. */
    public AppBuild with(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new AppBuild(jar, Map.copyOf(more));
    }
}
