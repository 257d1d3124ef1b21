package io.carillon.message;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Fills forms in. Thread-safe; templates are parsed once and kept by form id. */
@ApplicationScoped
public class FormRenderer {

    /**
     * Fills a form in for one person.
     *
     * @param account whose approved template is taken; null, or an account without one, takes the free text
     */
    public Rendering render(Form form, @Nullable String account, Person person, RenderLinks links) {
        throw new UnsupportedOperationException("Not there yet");
    }
}
