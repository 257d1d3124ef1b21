package io.carillon.sandbox;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.auth.UsernamePasswordValidator;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server (RFC 5321) on a port of its own: takes mails, refuses people, and sends bounces (RFC 3464) to Carillon's
 * hook as a real server would to the return path.
 *
 * <p>Settings: {@code smtp.port}; {@code smtp.account} and {@code smtp.hookSecret}, without which nothing bounces;
 * {@code smtp.user} and {@code smtp.password}, which are asked for only where set; {@code smtp.bounceMillis}, how late a
 * bounce is (1,000). {@code GET /smtp/} tells the port.
 */
public final class SmtpSandbox implements SandboxVendor {
    /** The vendor's name. */
    static final String NAME = "smtp";

    private static final Logger LOG = Logger.getLogger(SmtpSandbox.class);
    private static final int MOST_CONNECTIONS = 500;
    private static final int BACKLOG = 200;
    private static final int MOST_BYTES = 10 * 1024 * 1024;

    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable SMTPServer server;

    @Override
    public String vendor() {
        return NAME;
    }

    @Override
    public void mount(Router router, SandboxKit kit) {
        SmtpBounces bounces = new SmtpBounces(kit, Clock.systemUTC());
        if (!bounces.isSettled()) {
            LOG.info("SMTP sandbox: without smtp.account and smtp.hookSecret no mail bounces");
        }
        SMTPServer made = SMTPServer.port(port(kit))
                .serverSocketFactory(new PipeliningSockets())
                .bindAddress(InetAddress.getLoopbackAddress())
                .backlog(BACKLOG)
                .hostName("sandbox.localhost")
                .softwareName("Carillon sandbox")
                .maxConnections(MOST_CONNECTIONS)
                .maxMessageSize(MOST_BYTES)
                .insertReceivedHeaders(false)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(validator(kit)))
                .requireAuth(!kit.setting("smtp.user").isEmpty())
                .showAuthCapabilitiesBeforeSTARTTLS(true)
                .messageHandlerFactory(context -> new SmtpMailHandler(context, kit, bounces, this::waitFor))
                .build();
        try {
            made.start();
        } catch (RuntimeException taken) {
            throw new SandboxFailure(
                    "The SMTP sandbox cannot listen on 127.0.0.1:" + port(kit)
                            + "; stop what uses that port or give another by --smtp-port",
                    taken);
        }
        server = made;
        router.get("/smtp/").handler(context -> context.json(new JsonObject().put("port", port())));
    }

    /** The port it listens on. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("The SMTP sandbox is not mounted yet");
        }
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        stop.countDown();
        if (server != null) {
            server.stop();
        }
    }

    /** Waits as long, or until the sandbox is closed. */
    private void waitFor(Duration time) {
        try {
            stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static UsernamePasswordValidator validator(SandboxKit kit) {
        String user = kit.setting("smtp.user");
        String password = kit.setting("smtp.password");
        return (givenUser, givenPassword, context) -> {
            boolean isRight = user.isEmpty() || (user.equals(givenUser) && password.equals(givenPassword));
            if (!isRight) {
                throw new LoginFailedException();
            }
        };
    }

    private static int port(SandboxKit kit) {
        String port = kit.setting("smtp.port");
        return port.isEmpty() ? 0 : Integer.parseInt(port);
    }
}
