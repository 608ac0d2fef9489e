package io.barograph.k8s;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of KEDA's ScaledObject our manifests use, for which there is no published Java model. */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            Fallback fallback,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name) {}

    record Fallback(int failureThreshold, int replicas, @Nullable String behavior) {}

    record Advanced(boolean restoreToOriginalReplicaCount, AutoscalerConfig horizontalPodAutoscalerConfig) {}

    record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

    /** @param metadata strings, also where they are numbers */
    record Trigger(String type, String metricType, Map<String, String> metadata) {}
}
