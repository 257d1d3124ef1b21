package io.carillon.readme;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings that the app reads, found in its classes and its {@code application.properties}: variable to default, empty
 * where there is none.
 */
final class Settings {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final String OURS = "carillon.";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(CARILLON_[A-Z_]+)(?::([^}]*))?}");

    private final Map<String, String> defaults = new TreeMap<>();

    private Settings() {}

    static Map<String, String> ofTheApp() {
        Settings settings = new Settings();
        for (Class<?> type : typesWithSettings()) {
            if (type.isAnnotationPresent(ConfigMapping.class)) {
                settings.mapping(type);
            } else {
                settings.parameters(type);
            }
        }
        settings.properties();
        return settings.defaults;
    }

    private static List<Class<?>> typesWithSettings() {
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/carillon"))) {
            for (Path file : files.filter(Settings::namesASetting).toList()) {
                String name = CLASSES.relativize(file).toString();
                found.add(Class.forName(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                        false,
                        Settings.class.getClassLoader()));
            }
        } catch (IOException | ClassNotFoundException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return found;
    }

    /** Names of annotations stand in a class file as they are. */
    private static boolean namesASetting(Path file) {
        if (!file.toString().endsWith(".class")) {
            return false;
        }
        try {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            return bytes.contains("Lio/smallrye/config/ConfigMapping;")
                    || bytes.contains("Lorg/eclipse/microprofile/config/inject/ConfigProperty;");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void mapping(Class<?> type) {
        String prefix = type.getAnnotation(ConfigMapping.class).prefix();
        for (Method method : type.getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                WithDefault given = method.getAnnotation(WithDefault.class);
                add(prefix + "." + dashed(method.getName()), given == null ? "" : given.value());
            }
        }
    }

    private void parameters(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            for (Parameter parameter : constructor.getParameters()) {
                ConfigProperty property = parameter.getAnnotation(ConfigProperty.class);
                if (property != null && property.name().startsWith(OURS)) {
                    String given = property.defaultValue();
                    add(property.name(), given.equals(ConfigProperty.UNCONFIGURED_VALUE) ? "" : given);
                }
            }
        }
    }

    /** What is written there wins over what classes say. */
    private void properties() {
        Properties properties = new Properties();
        try (InputStream file = Settings.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        properties.forEach((key, value) -> {
            if (key.toString().startsWith(OURS)) {
                defaults.put(variable(key.toString()), value.toString());
            }
            Matcher reference = REFERENCE.matcher(value.toString());
            while (reference.find()) {
                defaults.put(reference.group(1), reference.group(2) == null ? "" : reference.group(2));
            }
        });
    }

    private void add(String property, String given) {
        defaults.merge(variable(property), given, (one, other) -> one.isEmpty() ? other : one);
    }

    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String dashed(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
