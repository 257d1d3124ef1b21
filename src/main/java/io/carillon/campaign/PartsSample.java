package io.carillon.campaign;

import io.carillon.campaign.ChannelAccounts.Candidate;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Content;
import io.carillon.message.Form;
import io.carillon.message.FormRenderer;
import io.carillon.message.Forms;
import io.carillon.message.Person;
import io.carillon.message.RenderLinks;
import io.carillon.message.Rendering;
import io.carillon.message.SmsParts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills forms in for a few people of the audience, to see how many parts their texts take and which values they miss beside those
 * that everybody was asked for. For one thread.
 */
final class PartsSample {
    // As long as real links of both kinds are; what stands in them changes nothing.
    private static final RenderLinks LINKS = new RenderLinks(null, "https://shop.example/u/sample", "sample");

    private final FormRenderer renderer;
    private final Forms forms;
    private final PlanNeeds needed;
    private final Collection<Person> people;
    private final Map<Candidate, Measure> measures = new LinkedHashMap<>();

    /**
     * What a form came to among people who have all that is needed of them.
     *
     * @param missed by variable: how many lack one all the same, on a branch of the text that they were led to
     */
    private record Measure(int filled, int parts, Map<String, Integer> missed) {
        int people() {
            return filled + missed.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    PartsSample(FormRenderer renderer, Forms forms, PlanNeeds needed, Collection<Person> people) {
        this.renderer = renderer;
        this.forms = forms;
        this.needed = needed;
        this.people = people;
    }

    /**
     * How many parts (SMS) or messages (all others) one person takes on average who has all that the form {@link PlanNeeds
     * needs}; whom it cannot be filled in for all the same takes none.
     */
    double mean(Candidate candidate) {
        Measure measure = measures.computeIfAbsent(candidate, this::measure);
        int looked = measure.people();
        return looked == 0 ? unfilled(candidate.form(), candidate.account().kind()) : (double) measure.parts() / looked;
    }

    /** Tells what people of the sample miss. Complete after all means were asked. */
    void tell(MissedValues missed) {
        measures.forEach((candidate, measure) -> measure.missed()
                .forEach((variable, lacking) -> missed.add(candidate, variable, lacking, measure.people())));
    }

    private Measure measure(Candidate candidate) {
        Form form = candidate.form();
        int filled = 0;
        int parts = 0;
        Map<String, Integer> missed = new TreeMap<>();
        for (Person person : people) {
            if (!isTheirs(form, person)) {
                continue;
            }
            Rendering rendering = renderer.render(form, candidate.binding(), person, LINKS);
            if (rendering instanceof Rendering.Filled done) {
                filled++;
                parts += done.content() instanceof Content.Sms sms ? sms.parts() : 1;
            } else if (rendering instanceof Rendering.Missing lacking && hasAllNeeded(candidate, person)) {
                missed.merge(lacking.variable(), 1, Integer::sum);
            }
        }
        return new Measure(filled, parts, missed);
    }

    private boolean isTheirs(Form form, Person person) {
        Object locale = person.values().get("locale");
        return forms.choose(form.channel(), locale instanceof String tag ? tag : null)
                .filter(form::equals)
                .isPresent();
    }

    private boolean hasAllNeeded(Candidate candidate, Person person) {
        return needed.of(candidate).stream().allMatch(value -> renderer.has(person, value));
    }

    /** Nobody of the sample takes this form: its source is near enough. */
    private static double unfilled(Form form, ChannelKind kind) {
        String text = form.fields().getOrDefault("text", "");
        return kind == ChannelKind.SMS ? SmsParts.count(text, null).parts() : 1;
    }
}
