package io.carillon.message;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a message's forms: for each channel and locale what the channel overrides, else what the layout under
 * {@code templates/default} makes of the message. A form comes whole from one locale or not at all. Every form is tried on
 * people with all values, with none and with hostile ones before it is given out. Makes no call; for many threads.
 */
@ApplicationScoped
public class Splitter {
    private final Layouts layouts = new Layouts();
    private final FormTrial trial = new FormTrial(new FormRenderer());

    /** As {@link #split(MessageContent, Set, Purpose)} for marketing. */
    public Split split(MessageContent content, Set<ChannelKind> kinds) {
        return split(content, kinds, Purpose.MARKETING);
    }

    /** As {@link #split(MessageContent, Set, Purpose, Locale)}, in English. */
    public Split split(MessageContent content, Set<ChannelKind> kinds, Purpose purpose) {
        return split(content, kinds, purpose, Locale.ENGLISH);
    }

    /**
     * Makes the forms of these channels.
     *
     * @param purpose marketing adds the opt-out words to SMS that have none, and the unsubscribe link to mails
     * @param language what the findings are written in: Chinese or English
     */
    public Split split(MessageContent content, Set<ChannelKind> kinds, Purpose purpose, Locale language) {
        Sentences sentences = Sentences.of(language);
        List<Finding> findings = new ArrayList<>();
        List<Form> forms = new ArrayList<>();
        for (ChannelKind kind : ChannelKind.values()) {
            if (kinds.contains(kind)) {
                ChannelSplit split = new ChannelSplit(content, Channels.of(kind), purpose, layouts, sentences);
                forms.addAll(split.forms());
                findings.addAll(split.findings());
            }
        }
        for (Form form : forms) {
            // A form with errors may not even be read.
            if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.error)) {
                findings.addAll(trial.findings(form, content.pointer(), sentences));
            }
        }
        return new Split(new Forms(content.defaultLocale(), forms), List.copyOf(findings));
    }
}
