package io.barograph.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import org.jspecify.annotations.Nullable;

/** What Vert.x measures, but for the event bus. */
record MeasuredVertx(VertxMetrics library, BusMeters bus) implements VertxMetrics {
    @Override
    public EventBusMetrics<?> createEventBusMetrics() {
        return bus;
    }

    @Override
    public @Nullable HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
            HttpServerOptions options, SocketAddress address) {
        return library.createHttpServerMetrics(options, address);
    }

    @Override
    public @Nullable ClientMetrics<?, ?, ?> createClientMetrics(SocketAddress address, String type, String namespace) {
        return library.createClientMetrics(address, type, namespace);
    }

    @Override
    public @Nullable HttpClientMetrics<?, ?, ?> createHttpClientMetrics(HttpClientOptions options) {
        return library.createHttpClientMetrics(options);
    }

    @Override
    public @Nullable TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress address) {
        return library.createNetServerMetrics(options, address);
    }

    @Override
    public @Nullable TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
        return library.createNetClientMetrics(options);
    }

    @Override
    public @Nullable DatagramSocketMetrics createDatagramSocketMetrics(DatagramSocketOptions options) {
        return library.createDatagramSocketMetrics(options);
    }

    @Override
    public @Nullable PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
        return library.createPoolMetrics(type, name, size);
    }

    @Override
    public void vertxCreated(Vertx vertx) {
        library.vertxCreated(vertx);
    }

    @Override
    public boolean isMetricsEnabled() {
        return library.isMetricsEnabled();
    }

    @Override
    public void close() {
        library.close();
    }
}
