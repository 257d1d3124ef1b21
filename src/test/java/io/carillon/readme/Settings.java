package io.carillon.readme;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings that the app reads, found in its classes and its {@code application.properties}: variable to default, empty
 * where there is none.
 */
final class Settings {
    private static final String OURS = "carillon.";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(CARILLON_[A-Z_]+)(?::([^}]*))?}");

    private final Map<String, String> defaults = new TreeMap<>();

    private Settings() {}

    static Map<String, String> ofTheApp() {
        Settings settings = new Settings();
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.carillon");
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(ConfigMapping.class)) {
                settings.mapping(type.reflect());
            } else if (!type.isInterface()) {
                settings.parameters(type.reflect());
            }
        }
        settings.properties();
        return settings.defaults;
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
