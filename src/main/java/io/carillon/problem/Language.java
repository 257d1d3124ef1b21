package io.carillon.problem;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language this request asks for in {@code Accept-Language}: Chinese or English, English where it says neither. */
@RequestScoped
public class Language {
    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.CHINESE);
    private static final int LONGEST_HEADER = 200;

    private final CurrentVertxRequest request;
    private @Nullable Locale locale;

    public Language(CurrentVertxRequest request) {
        this.request = request;
    }

    /** {@link Locale#ENGLISH} or {@link Locale#CHINESE}. */
    public Locale locale() {
        Locale known = locale;
        if (known == null) {
            RoutingContext routing = request.getCurrent();
            known = of(routing == null ? null : routing.request().getHeader("Accept-Language"));
            locale = known;
        }
        return known;
    }

    /** Whether anybody asked for the language yet, so that what is answered goes by it. */
    public boolean isSpoken() {
        return locale != null;
    }

    /** The language of the request that this thread answers; English where it answers none. */
    public static Locale here() {
        ArcContainer container = Arc.container();
        return container != null && container.requestContext().isActive()
                ? container.instance(Language.class).get().locale()
                : Locale.ENGLISH;
    }

    /** A sentence of the catalogue in this language. */
    public String text(String key, Object... values) {
        return Texts.text(locale(), key, values);
    }

    /** The best of the languages spoken here for such a header. */
    static Locale of(@Nullable String header) {
        if (header == null || header.length() > LONGEST_HEADER) {
            return Locale.ENGLISH;
        }
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
                String primary = range.getRange().split("-", 2)[0];
                for (Locale spoken : SPOKEN) {
                    if (range.getWeight() > 0 && spoken.getLanguage().equals(primary)) {
                        return spoken;
                    }
                }
            }
        } catch (IllegalArgumentException notAHeader) {
            return Locale.ENGLISH;
        }
        return Locale.ENGLISH;
    }
}
