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
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills forms in for a few people of the audience, to see how many parts their texts take and which variables they lack.
 * For one thread.
 */
final class PartsSample {
    // As long as real links of both kinds are; what stands in them changes nothing.
    private static final RenderLinks LINKS = new RenderLinks(null, "https://shop.example/u/sample", "sample");

    private final FormRenderer renderer;
    private final Forms forms;
    private final Collection<Person> people;
    private final Map<Candidate, Double> means = new HashMap<>();
    private final Map<String, Map<String, Integer>> missing = new TreeMap<>();

    PartsSample(FormRenderer renderer, Forms forms, Collection<Person> people) {
        this.renderer = renderer;
        this.forms = forms;
        this.people = people;
    }

    /** How many parts (SMS) or messages (all others) one person takes on average. */
    double mean(Candidate candidate) {
        return means.computeIfAbsent(candidate, this::measure);
    }

    /** By channel and variable: how many people of the sample lack it. Complete after all means were asked. */
    Map<String, Map<String, Integer>> missing() {
        return missing;
    }

    /** How many people were looked at. */
    int size() {
        return people.size();
    }

    private double measure(Candidate candidate) {
        Form form = candidate.form();
        int filled = 0;
        int parts = 0;
        for (Person person : people) {
            Object locale = person.values().get("locale");
            boolean isTheirs = forms.choose(form.channel(), locale instanceof String tag ? tag : null)
                    .filter(form::equals)
                    .isPresent();
            if (isTheirs) {
                Rendering rendering = renderer.render(form, candidate.account().name(), person, LINKS);
                if (rendering instanceof Rendering.Filled done) {
                    filled++;
                    parts += done.content() instanceof Content.Sms sms ? sms.parts() : 1;
                } else if (rendering instanceof Rendering.Missing lacking) {
                    missing.computeIfAbsent(form.channel(), any -> new TreeMap<>())
                            .merge(lacking.variable(), 1, Integer::sum);
                }
            }
        }
        return filled == 0 ? unfilled(form, candidate.account().kind()) : (double) parts / filled;
    }

    /** Nobody of the sample takes this form: its source is near enough. */
    private static double unfilled(Form form, ChannelKind kind) {
        String text = form.fields().getOrDefault("text", "");
        return kind == ChannelKind.SMS ? SmsParts.count(text, null).parts() : 1;
    }
}
