package io.carillon.launcher.drill;

import io.carillon.launcher.demo.DemoPerson.WechatHistory;
import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Customers.Customer;
import io.carillon.launcher.drill.Customers.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds everybody whom a vendor took a message for against what the imported file says of them: nobody outside the segment is sent
 * to, nobody who has not agreed, and nobody at an address that is somebody else's.
 */
final class Uninvited {
    /** Where somebody is asked beforehand. */
    private static final Set<String> ASKED_FIRST = Set.of("sms", "email");

    private Uninvited() {}

    /**
     * What does not hold, in a sentence each with examples; a message that belongs to nobody is told by {@link Audit}.
     *
     * @param people the run's, by the delivery's id
     */
    static List<String> wrong(Customers customers, Map<Long, Paths.Path> people, List<Message> messages) {
        FoundPeople found = new FoundPeople();
        for (Message message : messages) {
            Paths.Path path = people.get(message.delivery());
            if (path != null) {
                String channel = Audit.kind(message.vendor());
                String why = why(customers.people().get(path.person()), channel, message.to());
                if (why != null) {
                    found.add("were sent to by " + channel + " though " + why, path.person());
                }
            }
        }
        return found.sentences();
    }

    /** Why there should have been no message; null if all is well. */
    private static @Nullable String why(@Nullable Customer person, String channel, String to) {
        if (person == null) {
            return "they are not in the file";
        }
        if (!person.isMember()) {
            return "the segment is not to find them";
        }
        // They follow and granted after they were asked, and the newest word decides.
        if (channel.equals("wechat") && person.wechat() != WechatHistory.GRANTED) {
            return "they granted no message";
        }
        Word word = person.consents().getOrDefault(channel, Word.NOTHING);
        if (word == Word.NO && !channel.equals("wechat") || word == Word.NOTHING && ASKED_FIRST.contains(channel)) {
            return "the file says " + word;
        }
        if (!person.addresses().getOrDefault(channel, Set.of()).contains(Customers.address(channel, to))) {
            return "the file does not have that address for them";
        }
        return null;
    }
}
