package io.carillon.message;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.carillon.message.DialectNode.Insert;
import io.carillon.message.DialectNode.Path;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A text in the dialect, ready to be filled in for many people by many threads. FreeMarker gets what {@link TemplateWriter}
 * wrote, may resolve no class, and sees nothing but the texts and lists of {@link SlotModel}.
 */
final class TextTemplate {
    private static final Configuration PLAIN = configuration(PlainTextOutputFormat.INSTANCE);
    private static final Configuration HTML = configuration(HTMLOutputFormat.INSTANCE);

    private final String source;
    private final Slots slots;
    private final @Nullable Template template;
    private final Set<String> variables;
    private final List<Path> needed;
    private final List<Path> paths;
    private final int longest;

    private TextTemplate(DialectTree tree, boolean isHtml, IntPredicate isUrlPart, int longest) {
        TemplateWriter writer = new TemplateWriter(isUrlPart);
        String written = writer.write(tree.nodes());
        this.source = tree.source();
        this.slots = writer.slots();
        this.template = slots.all().isEmpty() ? null : template(written, isHtml ? HTML : PLAIN);
        this.variables = tree.variables();
        this.paths = slots.all().stream().map(Slots.Slot::path).distinct().toList();
        this.needed = tree.nodes().stream()
                .filter(node -> node instanceof Insert insert && insert.fallback() == null)
                .map(node -> ((Insert) node).path())
                .distinct()
                .toList();
        this.longest = longest;
    }

    /**
     * Reads a text.
     * @throws IllegalArgumentException when it is not in the dialect; it was to be checked before
     */
    static TextTemplate of(String source, FieldRule rule) {
        DialectTree tree = Dialect.parse(source);
        if (!tree.mistakes().isEmpty()) {
            throw new IllegalArgumentException(
                    "Not in the dialect: " + tree.mistakes().get(0).message());
        }
        IntPredicate isUrlPart = switch (rule.format()) {
            case PLAIN -> piece -> false;
            case URL -> piece -> true;
            case HTML -> HtmlPlaces.of(tree)::isUrlPart;
        };
        return new TextTemplate(tree, rule.format() == FieldRule.Format.HTML, isUrlPart, rule.longestFilled());
    }

    /** Every variable used. */
    Set<String> variables() {
        return variables;
    }

    /** The variables without which it cannot be filled in, whatever the branches. */
    List<Path> needed() {
        return needed;
    }

    /**
     * Fills it in.
     *
     * @throws MissingValue when a variable has neither value nor default, or the values make it too long
     */
    String fill(PersonValues values) throws MissingValue {
        if (template == null) {
            return source;
        }
        for (Path path : needed) {
            if (values.text(path) == null) {
                throw new MissingValue(path.dotted());
            }
        }
        SlotModel model = new SlotModel(slots, values);
        BoundedWriter out = new BoundedWriter(longest);
        try {
            template.process(model, out);
            return out.toString();
        } catch (BoundedWriter.TooLong tooLong) {
            throw new MissingValue(longestVariable(values));
        } catch (TemplateException noValue) {
            throw new MissingValue(Objects.requireNonNullElseGet(model.lastMissed(), slots::firstVariable));
        } catch (IOException impossible) {
            throw new IllegalStateException("A text in memory was filled in", impossible);
        }
    }

    /** The variable whose value takes most room. */
    String longestVariable(PersonValues values) {
        String longestName = slots.firstVariable();
        int most = -1;
        for (Slots.Slot slot : slots.all()) {
            String text = values.text(slot.path());
            if (text != null && text.length() > most) {
                most = text.length();
                longestName = slot.path().dotted();
            }
        }
        return longestName;
    }

    /** What it asks of a person. */
    Slots slots() {
        return slots;
    }

    /** The ways to its variables. */
    List<Path> paths() {
        return paths;
    }

    /** One of its variables; for texts that have one. */
    String firstVariable() {
        return slots.firstVariable();
    }

    /** Whether it is the same for everybody. */
    boolean isFixed() {
        return template == null;
    }

    private static Template template(String written, Configuration configuration) {
        try {
            return new Template("text", written, configuration);
        } catch (IOException unread) {
            throw new IllegalStateException("FreeMarker does not take what was written from the dialect", unread);
        }
    }

    private static Configuration configuration(OutputFormat format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setOutputFormat(format);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setAPIBuiltinEnabled(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setTagSyntax(Configuration.ANGLE_BRACKET_TAG_SYNTAX);
        configuration.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
        configuration.setURLEscapingCharset("UTF-8");
        configuration.setLocale(Locale.ROOT);
        return configuration;
    }
}
