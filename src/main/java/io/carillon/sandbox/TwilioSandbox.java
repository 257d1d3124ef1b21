package io.carillon.sandbox;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Twilio's Messages resource below {@code /twilio}, as documented at
 * <a href="https://www.twilio.com/docs/messaging/api/message-resource">message-resource</a>: create, fetch, list, signed
 * status callbacks; {@code POST /twilio/replies} makes a person answer.
 *
 * <p>Settings: {@code twilio.sid}, {@code twilio.token}, {@code twilio.from} (the only sender that is ours; empty allows
 * any), {@code twilio.account} (Carillon's name of the account, for replies), {@code twilio.receiptMillis} (about how long
 * until a message arrives).
 */
public final class TwilioSandbox implements SandboxVendor {
    /** Used when {@code twilio.sid} is not set. */
    public static final String USUAL_SID = "AC00000000000000000000000000000001";

    /** Used when {@code twilio.token} is not set. */
    public static final String USUAL_TOKEN = "sandbox-token";

    static final String NAME = "twilio";
    private static final String MESSAGES = "/twilio/2010-04-01/Accounts/:sid/Messages";

    /** Numbers that replied STOP; kept only while the sandbox runs. */
    private final Set<String> optedOut = ConcurrentHashMap.newKeySet();

    private SandboxKit kit;
    private TwilioSending sending;
    private TwilioLookups lookups;
    private TwilioReplies replies;
    private String sid = USUAL_SID;
    private String authorization = "";

    /** For {@link java.util.ServiceLoader}. */
    public TwilioSandbox() {}

    @Override
    public String vendor() {
        return NAME;
    }

    @Override
    public void mount(Router router, SandboxKit newKit) {
        kit = newKit;
        sid = setting("twilio.sid", USUAL_SID);
        String token = setting("twilio.token", USUAL_TOKEN);
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((sid + ":" + token).getBytes(StandardCharsets.UTF_8));
        TwilioHooks hooks = new TwilioHooks(kit, sid, token);
        sending = new TwilioSending(kit, hooks, optedOut);
        lookups = new TwilioLookups(kit);
        replies = new TwilioReplies(kit, hooks, optedOut);
        router.post(MESSAGES + ".json").handler(context -> guarded(context, () -> sending.create(context)));
        router.get(MESSAGES + ".json").handler(context -> guarded(context, () -> lookups.list(context)));
        router.get(MESSAGES + "/:message").handler(context -> guarded(context, () -> lookups.fetch(context)));
        router.post("/twilio/replies").handler(context -> replies.reply(context));
    }

    /** Runs the work if the caller is the account; answers 401 or 404 as Twilio does otherwise. */
    private void guarded(RoutingContext context, Runnable work) {
        if (!authorization.equals(context.request().getHeader("Authorization"))) {
            context.response().putHeader("WWW-Authenticate", "Basic realm=\"Twilio API\"");
            TwilioError.AUTHENTICATE.answer(context, "");
        } else if (!sid.equals(context.pathParam("sid"))) {
            TwilioError.NOT_FOUND.answer(context, context.normalizedPath());
        } else {
            work.run();
        }
    }

    private String setting(String key, String otherwise) {
        String value = kit.setting(key);
        return value.isEmpty() ? otherwise : value;
    }
}
