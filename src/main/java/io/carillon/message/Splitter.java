package io.carillon.message;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Makes the forms of these channels.
     *
     * @param purpose marketing adds the opt-out words to SMS that have none, and the unsubscribe link to mails
     */
    public Split split(MessageContent content, Set<ChannelKind> kinds, Purpose purpose) {
        List<Finding> findings = new ArrayList<>();
        List<Form> forms = new ArrayList<>();
        for (ChannelKind kind : ChannelKind.values()) {
            if (kinds.contains(kind)) {
                ChannelSplit split = new ChannelSplit(content, Channels.of(kind), purpose, layouts);
                forms.addAll(split.forms());
                findings.addAll(split.findings());
            }
        }
        if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.error)) {
            forms.forEach(form -> findings.addAll(trial.findings(form, content.pointer())));
        }
        return new Split(new Forms(content.defaultLocale(), forms), List.copyOf(findings));
    }
}
