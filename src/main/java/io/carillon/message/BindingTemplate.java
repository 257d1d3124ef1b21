package io.carillon.message;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one vendor account approved beforehand for a form, with values still in the marketers' dialect.
 *
 * @param signature the approved signature, for SMS
 * @param template the vendor's template id
 * @param params sources by the template's own names, in the order of the definition
 * @param page source of what a tap opens, for WeChat
 */
public record BindingTemplate(
        @Nullable String signature,
        String template,
        Map<String, String> params,
        @Nullable String page) {

    /** Keeps the order of the parameters. */
    public BindingTemplate {
        params = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }
}
