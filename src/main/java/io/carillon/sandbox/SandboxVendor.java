package io.carillon.sandbox;

import io.vertx.ext.web.Router;

/** One vendor's side of its protocol. HTTP vendors mount below {@code /{vendor}/}; others open a port of their own. */
public interface SandboxVendor extends AutoCloseable {

    /** The vendor's name, as accounts give it. */
    String vendor();

    /** Adds this vendor's routes, or opens its port; called once, before the sandbox listens. */
    void mount(Router router, SandboxKit kit);

    @Override
    default void close() {}
}
