package io.carillon.delivery.claim;

import io.carillon.channel.Adapters;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelAdapter;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Content;
import io.carillon.channel.RateLimit;
import io.carillon.channel.Reason;
import io.carillon.channel.TextMark;
import io.carillon.channel.VendorAccount;
import io.carillon.message.BindingTemplate;
import io.carillon.message.Form;
import io.carillon.message.FormRenderer;
import io.carillon.message.Person;
import io.carillon.message.RenderLinks;
import io.carillon.message.Rendering;
import io.carillon.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Fills one form in for one person, address and account. */
@ApplicationScoped
public class MessageMaker {
    private final Adapters adapters;
    private final FormRenderer renderer;
    private final AttemptLinks links;
    private final Vault vault;

    public MessageMaker(Adapters adapters, FormRenderer renderer, AttemptLinks links, Vault vault) {
        this.adapters = adapters;
        this.renderer = renderer;
        this.links = links;
        this.vault = vault;
    }

    /**
     * What to make a message of.
     *
     * @param before how many messages this claim has made already for the same person
     */
    record Order(
            ClaimOrder claim,
            Claimer.Due row,
            int before,
            Form form,
            VendorAccount account,
            ClaimedMessage.Candidate address,
            Person person) {}

    /** A message, or why there is none. */
    sealed interface Made {
        record Message(ClaimedMessage message) implements Made {}

        record Not(Reason reason) implements Made {}
    }

    private static UnsubscribeToken unsubscribe(Order order, AttemptKey key) {
        return new UnsubscribeToken(
                key,
                order.claim().channel() == ChannelKind.EMAIL
                        ? new UnsubscribeToken.From(
                                order.claim().plan().purpose(), order.address().hash())
                        : null);
    }

    /** The form of a row's channel in the person's language. */
    Optional<Form> form(ClaimOrder order, Claimer.Due row) {
        String channel = order.channel() == ChannelKind.WECHAT
                ? "wechat.subscribe"
                : order.channel().id();
        return order.plan().forms().choose(channel, row.locale());
    }

    Made make(Order order) {
        ChannelAdapter adapter = adapters.of(order.account().vendor());
        if (order.claim().channel() == ChannelKind.WECHAT && !hasGrant(order)) {
            return new Made.Not(Reason.NO_GRANT);
        }
        AttemptKey key = new AttemptKey(
                order.claim().plan().id(), order.row().id(), order.row().attempts() + order.before() + 1);
        String account = adapter.needsBinding(order.account()) ? order.account().name() : null;
        Rendering rendering = renderer.render(
                order.form(),
                account,
                order.person(),
                new RenderLinks(null, links.unsubscribe(unsubscribe(order, key)), links.pushToken(key)));
        if (!(rendering instanceof Rendering.Filled filled)) {
            return new Made.Not(Reason.MISSING_VARIABLE);
        }
        int parts = filled.content() instanceof Content.Sms sms ? sms.parts() : 1;
        int units = order.account().rateLimit().unit() == RateLimit.Unit.PARTS ? parts : 1;
        return new Made.Message(new ClaimedMessage(
                key,
                order.claim().batch(),
                order.row().tries(),
                order.address(),
                order.account(),
                adapter.channel(),
                vault.decrypt(order.address().cipher(), "address"),
                filled.content(),
                order.form().id(),
                values(filled, adapter),
                parts,
                units,
                order.account().name().equals(order.claim().probe()),
                order.before()));
    }

    /** What is kept of what it was filled with; of a free text also what it is recognised by where the vendor can be asked. */
    private static Map<String, String> values(Rendering.Filled filled, ChannelAdapter adapter) {
        if (!(filled.content() instanceof Content.Sms sms)
                || sms.binding() != null
                || adapter.lookUp().isEmpty()) {
            return filled.values();
        }
        Map<String, String> values = new LinkedHashMap<>(filled.values());
        values.put(TextMark.KEY, TextMark.of(sms.text()));
        return values;
    }

    private static boolean hasGrant(Order order) {
        BindingTemplate binding = order.form().bindings().get(order.account().name());
        return binding != null && order.address().grants().contains(binding.template());
    }
}
