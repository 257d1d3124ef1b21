package io.carillon.message;

import ch.digitalfondue.mjml4j.Mjml4j;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.core.PlainTextOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The splitting layouts, which are our own files under {@code templates/default}. They are full FreeMarker and run once,
 * when a message is split; what they get and what they make is still in the marketers' dialect. Thread-safe.
 */
final class Layouts {
    private static final String FOLDER = "carillon-templates/default";
    private static final String OTHER_LANGUAGES = "en";

    private final Configuration plain = configuration(PlainTextOutputFormat.INSTANCE);
    private final Configuration html = configuration(HTMLOutputFormat.INSTANCE);
    private final Map<String, Map<String, String>> words =
            Map.of("zh", words("zh"), OTHER_LANGUAGES, words(OTHER_LANGUAGES));

    /** Whether texts may not have that character because {@link Marks} are made of it. */
    static boolean isReserved(char c) {
        return c == Marks.BEGIN || c == Marks.END;
    }

    /** What the layouts say themselves, such as {@code optOut}, in that locale's language. */
    Map<String, String> wordsOf(String locale) {
        return words.getOrDefault(Locales.language(locale), Map.copyOf(words.get(OTHER_LANGUAGES)));
    }

    /** A plain text, without blanks around it. */
    String plain(String file, Map<String, Object> model) {
        return process(plain, file, model).strip();
    }

    /**
     * An HTML page by way of MJML. Sources in the model must be hidden by {@link Marks}, as their signs are escaped.
     */
    String html(String file, String locale, Map<String, Object> model) {
        Mjml4j.TextDirection direction = Mjml4j.TextDirection.AUTO;
        return Mjml4j.render(process(html, file, model), new Mjml4j.Configuration(locale, direction));
    }

    private static String process(Configuration configuration, String file, Map<String, Object> model) {
        StringWriter out = new StringWriter();
        try {
            configuration.getTemplate(file).process(model, out);
        } catch (IOException | TemplateException broken) {
            throw new IllegalStateException("The layout templates/default/" + file + " does not work; mend it", broken);
        }
        return out.toString();
    }

    private static Configuration configuration(OutputFormat format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new ClassTemplateLoader(Layouts.class.getClassLoader(), FOLDER));
        configuration.setDefaultEncoding("UTF-8");
        configuration.setOutputFormat(format);
        configuration.setLocalizedLookup(false);
        configuration.setLocale(Locale.ROOT);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }

    private static Map<String, String> words(String language) {
        String file = FOLDER + "/words_" + language + ".properties";
        try (InputStream in = Layouts.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + file);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> words = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> words.put(name, properties.getProperty(name)));
            return Map.copyOf(words);
        } catch (IOException unread) {
            throw new UncheckedIOException("Could not read " + file, unread);
        }
    }
}
