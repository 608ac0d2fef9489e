package io.barograph.api.client;

import io.vertx.core.Future;

/** Something published that is listened to until it is unregistered. */
@FunctionalInterface
public interface Subscription {
    /** Stops it; what is on its way may still arrive. A second call does nothing. */
    Future<Void> unregister();
}
