package io.carillon.message;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All forms of one message, as a run pins them. Immutable, JSON-serialisable.
 *
 * @param defaultLocale the locale that stands in where a person's own is not there
 * @param forms at most one for each channel and locale
 */
public record Forms(String defaultLocale, List<Form> forms) {

    /** Copies. */
    public Forms {
        forms = List.copyOf(forms);
    }

    /**
     * The form for a person: exact locale, then language, then the default locale; a form as a whole, never mixed.
     *
     * @param personLocale such as {@code zh-CN} or {@code zh_CN}; null where it is not known
     * @return empty where the message has no form for this channel
     */
    public Optional<Form> choose(String channel, @Nullable String personLocale) {
        List<Form> ofChannel =
                forms.stream().filter(form -> form.channel().equals(channel)).toList();
        return Locales.best(
                        personLocale,
                        defaultLocale,
                        ofChannel.stream().map(Form::locale).toList())
                .map(index -> ofChannel.get(index));
    }

    /** The form of that id. */
    public Optional<Form> byId(String id) {
        return forms.stream().filter(form -> form.id().equals(id)).findFirst();
    }
}
