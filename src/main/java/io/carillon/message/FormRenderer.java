package io.carillon.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Fills forms in. For many threads; makes no call and reads no database. Texts are read once and kept by form id, as much
 * of them as fits a bound.
 */
@ApplicationScoped
public class FormRenderer {
    // Characters of sources; what is kept of a text takes some twenty times as much memory.
    private static final long MOST_KEPT = 2_000_000;

    private final Cache<String, CompiledForm> compiled = Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT)
            .weigher((String id, CompiledForm form) -> form.weight())
            .build();

    /**
     * Fills a form in for one person.
     *
     * @param account whose approved template is taken; null, or an account for which an SMS form has none, takes the free
     *     text. WeChat has no free text: null takes the first template there is.
     * @throws IllegalArgumentException when a WeChat form has no template for that account
     */
    public Rendering render(Form form, @Nullable String account, Person person, RenderLinks links) {
        return new Filling(compiled(form), account, person, links).fill();
    }

    /**
     * The values without which a form cannot be filled in for anybody, such as {@code name} or {@code traits.level}. Others may be
     * missed too, by whom a branch of the text leads to them.
     *
     * @param account as in {@link #render}
     */
    public SortedSet<String> needs(Form form, @Nullable String account) {
        return compiled(form).needed(account);
    }

    /** Whether a text may say this of the person. */
    public boolean has(Person person, String variable) {
        return new PersonValues(person.values(), Map.of())
                        .text(new DialectNode.Path(List.of(variable.split("\\.")), false))
                != null;
    }

    /** How many forms are kept. */
    long kept() {
        compiled.cleanUp();
        return compiled.estimatedSize();
    }

    CompiledForm compiled(Form form) {
        return compiled.get(form.id(), id -> CompiledForm.of(form));
    }
}
